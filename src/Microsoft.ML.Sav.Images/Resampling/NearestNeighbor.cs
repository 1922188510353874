namespace Microsoft.ML.Sav.Images.Resampling;

/// <summary>Picks the nearest pixel. Positions are accumulated as in Pillow, since a product rounds differently.</summary>
internal static class NearestNeighbor
{
    public static RgbImage Resize(RgbImage image, int width, int height)
    {
        var columns = GetPositions(image.Width, width);
        var rows = GetPositions(image.Height, height);
        var pixels = new byte[checked(width * height * RgbImage.Channels)];
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
        return new RgbImage(width, height, pixels);
    }

    private static int[] GetPositions(int inputs, int outputs)
    {
        var step = (double)inputs / outputs;
        var position = step * 0.5;
        var positions = new int[outputs];
        for (var i = 0; i < outputs; i++, position += step)
            positions[i] = Math.Min((int)position, inputs - 1);
        return positions;
    }
}
