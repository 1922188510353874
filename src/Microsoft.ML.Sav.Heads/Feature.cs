namespace Microsoft.ML.Sav.Heads;

/// <summary>A vector that an LMM computes for an example: of one attention head, of the vision encoder or of the projector.</summary>
/// <param name="Kind">Where the vector comes from.</param>
/// <param name="Layer">Layer of the decoder, from 0; 0 if the vector is not a head's.</param>
/// <param name="Index">Index of the query head in its layer, from 0; 0 if the vector is not a head's.</param>
/// <param name="Size">Number of floats in the vector.</param>
public readonly record struct Feature(FeatureKind Kind, int Layer, int Index, int Size)
{
    /// <summary>Creates the feature of a head at the last token.</summary>
    public Feature(int layer, int index, int size) : this(FeatureKind.LastToken, layer, index, size)
    {
    }

    /// <summary>Whether the vector is an attention head's.</summary>
    public bool IsHead => Kind is FeatureKind.LastToken or FeatureKind.TokenMean;

    /// <summary>A name that is unique in a layout, for example <c>L12.H3</c>, <c>L12.H3.mean</c>, <c>vision</c> or <c>projector</c>.</summary>
    public override string ToString() => Kind switch
    {
        FeatureKind.LastToken => $"L{Layer}.H{Index}",
        FeatureKind.TokenMean => $"L{Layer}.H{Index}.mean",
        FeatureKind.VisionEncoder => "vision",
        FeatureKind.Projector => "projector",
        _ => $"{Kind}",
    };
}
