namespace Microsoft.ML.Sav.Lmm.Images.Decoding.Libvips;

/// <summary>Makes RGB of what libvips' loaders return: grey or colour, with or without alpha, 8 or 16 bits, or CMYK.</summary>
/// <param name="bands">Samples a pixel.</param>
/// <param name="format">VipsBandFormat.</param>
/// <param name="interpretation">VipsInterpretation.</param>
internal sealed class BandConverter(int bands, int format, int interpretation)
{
    private const int UnsignedChar = 0;
    private const int UnsignedShort = 2;
    private const int Cmyk = 15;

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
        // Of 16 bits the high byte is kept.
        var high = sampleSize == 2 && BitConverter.IsLittleEndian ? 1 : 0;
        var pixelSize = bands * sampleSize;
        var pixels = new byte[width * height * RgbImage.Channels];
        if (pixelSize == RgbImage.Channels)
        {
            samples.CopyTo(pixels);
            return new RgbImage(width, height, pixels);
        }
        for (int from = high, to = 0; to < pixels.Length; from += pixelSize, to += RgbImage.Channels)
        {
            (pixels[to], pixels[to + 1], pixels[to + 2]) = interpretation == Cmyk
                ? FromCmyk(samples.Slice(from, 4))
                : bands < 3
                    ? (samples[from], samples[from], samples[from])
                    : (samples[from], samples[from + sampleSize], samples[from + 2 * sampleSize]);
        }
        return new RgbImage(width, height, pixels);
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
