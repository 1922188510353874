namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>
/// What shows around a first frame that is smaller than the canvas: white if the frame has a transparent colour, otherwise the first
/// colour of its palette.
/// </summary>
internal static class GifBackground
{
    private const int HeaderLength = 13;
    private const int FrameHeaderLength = 10;

    public static RgbColor Find(ReadOnlySpan<byte> gif)
    {
        if (gif.Length < HeaderLength)
            return RgbColor.White;
        var palette = Palette(gif[10], gif[HeaderLength..]);
        var blocks = gif[(HeaderLength + palette.Length)..];
        while (blocks is [0x21, var label, ..])
        {
            // Graphic control extension: length, flags, of which the lowest is "has a transparent colour".
            if (label == 0xF9 && blocks is [_, _, _, var flags, ..] && (flags & 1) != 0)
                return RgbColor.White;
            blocks = SkipSubBlocks(blocks[2..]);
        }
        if (blocks.Length >= FrameHeaderLength && Palette(blocks[9], blocks[FrameHeaderLength..]) is { IsEmpty: false } ownPalette)
            palette = ownPalette;
        return palette is [var red, var green, var blue, ..] ? new(red, green, blue) : RgbColor.Black;
    }

    private static ReadOnlySpan<byte> Palette(byte flags, ReadOnlySpan<byte> data) =>
        (flags & 0x80) == 0 ? [] : data[..Math.Min(data.Length, RgbImage.Channels << ((flags & 7) + 1))];

    // Length and data, until the length is 0.
    private static ReadOnlySpan<byte> SkipSubBlocks(ReadOnlySpan<byte> data)
    {
        while (data is [> 0, ..])
            data = data[Math.Min(data.Length, 1 + data[0])..];
        return data.IsEmpty ? data : data[1..];
    }
}
