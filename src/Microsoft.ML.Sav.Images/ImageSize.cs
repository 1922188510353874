namespace Microsoft.ML.Sav.Images;

/// <summary>Height and width in pixels, in the order of tensors and configuration files.</summary>
public readonly record struct ImageSize(int Height, int Width)
{
    internal long Area => (long)Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Width} x {Height}";
}
