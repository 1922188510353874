namespace Microsoft.ML.Sav.Lmm.Images;

/// <summary>Pixels in memory, interleaved RGB.</summary>
public sealed class RgbImage(int width, int height, byte[] pixels)
{
    /// <summary>Width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>[height, width, 3]</summary>
    public byte[] Pixels { get; } = pixels;
}
