namespace Microsoft.ML.Sav.Images.Decoding.Libvips;

/// <summary>Makes RGB of what libvips' loaders return: grey or colour, with or without alpha, 8 or 16 bits, or CMYK.</summary>
/// <param name="bands">Samples a pixel.</param>
/// <param name="format">VipsBandFormat.</param>
/// <param name="interpretation">VipsInterpretation.</param>
internal sealed class BandConverter(int bands, int format, int interpretation)
{
    private const int UnsignedChar = 0;
    private const int UnsignedShort = 2;
    private const int Cmyk = 15;
    private const int MaximumBands = 5; // CMYK and alpha

    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="samples">[height, width, bands] of the format.</param>
    public RgbImage ToRgb(int width, int height, ReadOnlySpan<byte> samples)
    {
        var sampleSize = format switch
        {
            UnsignedChar => 1,
            UnsignedShort => 2,
            _ => throw new InvalidDataException($"its samples have the libvips format {format}, expected 8 or 16 bits"),
        };
        if (bands > MaximumBands)
            throw new InvalidDataException($"its pixels have {bands} samples, expected at most {MaximumBands}");
        var pixels = new byte[width * height * RgbImage.Channels];
        if (bands == RgbImage.Channels && sampleSize == 1)
        {
            samples.CopyTo(pixels);
            return new RgbImage(width, height, pixels);
        }
        // Of 16 bits the high byte is kept.
        var from = sampleSize == 2 && BitConverter.IsLittleEndian ? 1 : 0;
        Span<byte> pixel = stackalloc byte[MaximumBands];
        for (var to = 0; to < pixels.Length; to += RgbImage.Channels)
        {
            for (var band = 0; band < bands; band++, from += sampleSize)
                pixel[band] = samples[from];
            (pixels[to], pixels[to + 1], pixels[to + 2]) = ToRgb(pixel);
        }
        return new RgbImage(width, height, pixels);
    }

    private (byte Red, byte Green, byte Blue) ToRgb(ReadOnlySpan<byte> pixel)
    {
        if (interpretation == Cmyk)
            return FromCmyk(pixel);
        var (red, green, blue) = bands < 3 ? (pixel[0], pixel[0], pixel[0]) : (pixel[0], pixel[1], pixel[2]);
        if (bands is not (2 or 4))
            return (red, green, blue);
        var alpha = pixel[bands - 1];
        return (WhiteBackground.Blend(red, alpha), WhiteBackground.Blend(green, alpha), WhiteBackground.Blend(blue, alpha));
    }

    // Pillow's cmyk2rgb: ink of a colour darkens what black leaves.
    private static (byte Red, byte Green, byte Blue) FromCmyk(ReadOnlySpan<byte> ink)
    {
        var light = 255 - ink[3];
        return (Darken(ink[0]), Darken(ink[1]), Darken(ink[2]));

        byte Darken(byte colour)
        {
            var product = colour * light + 128;
            return (byte)(light - (((product >> 8) + product) >> 8));
        }
    }
}
