namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>Keeps small files that claim huge images ("decompression bombs") from taking the memory: 100 megapixels are 300 MB.</summary>
internal static class PixelLimit
{
    public const long Maximum = 100_000_000;

    /// <summary>Called with the header's size, before pixels are decoded.</summary>
    public static void Check(long width, long height)
    {
        if (width < 1 || height < 1)
            throw new InvalidDataException($"its size is {width} x {height} pixels");
        if (width > Maximum || height > Maximum || width * height > Maximum)
            throw new InvalidDataException($"it has {width} x {height} pixels, more than the limit of {Maximum / 1_000_000} megapixels");
    }
}
