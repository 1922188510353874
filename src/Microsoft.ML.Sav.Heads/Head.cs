namespace Microsoft.ML.Sav.Heads;

/// <summary>One attention head of a decoder.</summary>
/// <param name="Layer">Layer of the decoder, from 0.</param>
/// <param name="Index">Index of the query head in its layer, from 0.</param>
/// <param name="Size">Number of floats in the head's vector.</param>
public readonly record struct Head(int Layer, int Index, int Size)
{
    /// <summary>Layer and index, for example <c>L12.H3</c>.</summary>
    public override string ToString() => $"L{Layer}.H{Index}";
}
