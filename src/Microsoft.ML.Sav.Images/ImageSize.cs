namespace Microsoft.ML.Sav.Images;

/// <summary>Height and width in pixels, in the order of tensors and configuration files.</summary>
internal readonly record struct ImageSize(int Height, int Width)
{
    public long Area => (long)Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Width} x {Height}";
}
