namespace Microsoft.ML.Sav.Lmm.Images;

/// <summary>Height and width in pixels, in the order in which tensors and configuration files have them.</summary>
internal readonly record struct ImageSize(int Height, int Width)
{
    public long Area => (long)Height * Width;

    public override string ToString() => $"{Width} x {Height}";
}
