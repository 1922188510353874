namespace Microsoft.ML.Sav.Heads.Suggestions;

/// <summary>Chooses the features that rows are compared by.</summary>
internal static class ComparedFeatures
{
    /// <summary>
    /// Chooses features among those of an LMM: the vision encoder for images, heads averaged over tokens of the last third of the layers for texts,
    /// and the vision encoder with heads at the last token of these layers for images with texts.
    /// </summary>
    /// <param name="available">Every feature of the LMM.</param>
    /// <param name="hasImages">Whether rows have images.</param>
    /// <param name="hasTexts">Whether rows have texts.</param>
    public static FeatureLayout Choose(FeatureLayout available, bool hasImages, bool hasTexts)
    {
        var layers = available.Where(feature => feature.IsHead).Select(feature => feature.Layer).Distinct().Order().ToArray();
        var firstLayer = layers[layers.Length * 2 / 3];
        // An image's tokens come before the text and do not see it.
        var kind = hasImages ? FeatureKind.LastToken : FeatureKind.TokenMean;
        if (!available.Any(feature => feature.Kind == kind))
            kind = FeatureKind.LastToken;
        var hasVision = hasImages && available.Any(feature => feature.Kind == FeatureKind.VisionEncoder);
        return new FeatureLayout(available.Where(feature =>
            (hasVision && feature.Kind == FeatureKind.VisionEncoder) || ((hasTexts || !hasVision) && feature.Kind == kind && feature.Layer >= firstLayer)));
    }
}
