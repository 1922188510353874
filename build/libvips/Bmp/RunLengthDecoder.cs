namespace Microsoft.ML.Sav.Images.Decoding.Libvips.Bmp;

/// <summary>
/// RLE8 and RLE4: pairs of (count, index). Count 0 escapes: 0 ends a row, 1 the image, 2 moves by (x, y), more gives that many
/// indices as they are, padded to two bytes. In RLE4 a byte holds two indices, used in turn.
/// </summary>
internal static class RunLengthDecoder
{
    /// <returns>Indices [height, width], in the file's order of rows; skipped ones are 0.</returns>
    public static byte[] Decode(BmpHeader header, ReadOnlySpan<byte> body)
    {
        var indices = new byte[header.Width * header.Height];
        var isNibble = header.Compression == BmpCompression.RunLength4;
        var (x, y, at) = (0, 0, 0);
        while (y < header.Height)
        {
            var (count, value) = (Next(body, ref at), Next(body, ref at));
            switch (count, value)
            {
                case (0, 0):
                    (x, y) = (0, y + 1);
                    break;
                case (0, 1):
                    return indices;
                case (0, 2):
                    x += Next(body, ref at);
                    y += Next(body, ref at);
                    break;
                case (0, _):
                    var start = at;
                    for (var i = 0; i < value; i++)
                        Put(isNibble ? Nibble(body[Check(body, start + i / 2)], i) : body[Check(body, start + i)]);
                    var used = isNibble ? (value + 1) / 2 : value;
                    at = start + used + used % 2;
                    break;
                default:
                    for (var i = 0; i < count; i++)
                        Put(isNibble ? Nibble(value, i) : value);
                    break;
            }
        }
        return indices;

        void Put(byte index)
        {
            if (x < header.Width && y < header.Height)
                indices[y * header.Width + x++] = index;
        }
    }

    private static byte Nibble(byte pair, int i) => (byte)(i % 2 == 0 ? pair >> 4 : pair & 0xF);

    private static byte Next(ReadOnlySpan<byte> body, ref int at) => body[Check(body, at++)];

    private static int Check(ReadOnlySpan<byte> body, int at) =>
        at < body.Length ? at : throw new InvalidDataException("it is truncated: the run-length data ends too early");
}
