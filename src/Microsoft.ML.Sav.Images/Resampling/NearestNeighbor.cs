namespace Microsoft.ML.Sav.Images.Resampling;

/// <summary>Picks the nearest pixel. Positions are accumulated as in Pillow, since a product rounds differently.</summary>
internal static class NearestNeighbor
{
    /// <param name="image">The image.</param>
    /// <param name="size">Size of the whole result.</param>
    /// <param name="columnRange">Columns of the result to return.</param>
    /// <param name="rowRange">Rows of the result to return.</param>
    public static RgbImage Resize(RgbImage image, ImageSize size, Range columnRange, Range rowRange)
    {
        var columns = GetPositions(image.Width, size.Width, columnRange);
        var rows = GetPositions(image.Height, size.Height, rowRange);
        var pixels = new byte[checked(columns.Length * rows.Length * RgbImage.Channels)];
        var to = 0;
        foreach (var y in rows)
        {
            var row = image.Row(y);
            foreach (var x in columns)
            {
                row.Slice(x * RgbImage.Channels, RgbImage.Channels).CopyTo(pixels.AsSpan(to));
                to += RgbImage.Channels;
            }
        }
        return new RgbImage(columns.Length, rows.Length, pixels);
    }

    private static int[] GetPositions(int inputs, int outputs, Range part)
    {
        var (first, length) = part.GetOffsetAndLength(outputs);
        var step = (double)inputs / outputs;
        var position = step * 0.5;
        var positions = new int[length];
        for (var i = 0; i < first; i++)
            position += step;
        for (var i = 0; i < length; i++, position += step)
            positions[i] = Math.Min((int)position, inputs - 1);
        return positions;
    }
}
