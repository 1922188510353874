namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>Refuses small files that claim huge images ("decompression bombs"). At the limit, an RGB image takes 300 MB.</summary>
internal static class SizeLimit
{
    public const long MaximumArea = 100_000_000;

    /// <summary>JPEG's maximum.</summary>
    public const int MaximumSide = 65_535;

    /// <summary>Checks the size in a file's header, before memory is allocated for pixels.</summary>
    /// <exception cref="InvalidImageException">A side or the area is too large.</exception>
    public static void Check(string name, int width, int height)
    {
        if (width > MaximumSide || height > MaximumSide || (long)width * height > MaximumArea)
        {
            throw new InvalidImageException(
                name, $"has {width} x {height} pixels, expected at most {MaximumArea / 1_000_000} megapixels and {MaximumSide} pixels per side.");
        }
    }
}
