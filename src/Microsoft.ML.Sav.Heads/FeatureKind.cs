namespace Microsoft.ML.Sav.Heads;

/// <summary>Where in an LMM a feature comes from.</summary>
public enum FeatureKind
{
    /// <summary>An attention head of the decoder, at the last token of the prompt.</summary>
    LastToken,

    /// <summary>An attention head of the decoder, averaged over the tokens of the images, or over all tokens if there is no image.</summary>
    TokenMean,

    /// <summary>The vision encoder, before the projector, averaged over all images.</summary>
    VisionEncoder,

    /// <summary>The projector's image features, averaged over all images.</summary>
    Projector,
}
