namespace Microsoft.ML.Sav.Lmm.Families.LlavaNext;

/// <summary>Features of an image in rows and columns.</summary>
/// <param name="Values">[height, width, size]</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Size">Length of a feature.</param>
internal sealed record FeatureGrid(float[] Values, int Height, int Width, int Size)
{
    /// <summary>Joins tiles into one grid.</summary>
    /// <param name="tiles">[rows * columns, side * side, size]</param>
    /// <param name="rows">Rows of tiles.</param>
    /// <param name="columns">Columns of tiles.</param>
    /// <param name="side">Features along a side of a tile.</param>
    /// <param name="size">Length of a feature.</param>
    public static FeatureGrid Join(ReadOnlySpan<float> tiles, int rows, int columns, int side, int size)
    {
        var values = new float[tiles.Length];
        var row = side * size; // of one tile
        for (var i = 0; i < rows * columns * side; i++)
        {
            var (tile, y) = Math.DivRem(i, side);
            var to = ((tile / columns * side + y) * columns + tile % columns) * row;
            tiles.Slice(i * row, row).CopyTo(values.AsSpan(to));
        }
        return new FeatureGrid(values, rows * side, columns * side, size);
    }

    /// <summary>Cuts out an area.</summary>
    public FeatureGrid Crop(UnpaddedArea area)
    {
        var values = new float[area.Height * area.Width * Size];
        for (var y = 0; y < area.Height; y++)
            Values.AsSpan(((area.Top + y) * Width + area.Left) * Size, area.Width * Size).CopyTo(values.AsSpan(y * area.Width * Size));
        return new FeatureGrid(values, area.Height, area.Width, Size);
    }

    /// <summary>Bilinear interpolation without anti-aliasing, pixel centres at halves (torch: interpolate, align_corners=False).</summary>
    public FeatureGrid Resize(int height, int width)
    {
        var values = new float[height * width * Size];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom, down) = Neighbours(y, Height, height);
            for (var x = 0; x < width; x++)
            {
                var (left, right, across) = Neighbours(x, Width, width);
                var to = values.AsSpan((y * width + x) * Size, Size);
                for (var i = 0; i < Size; i++)
                {
                    to[i] = (1 - down) * ((1 - across) * At(top, left, i) + across * At(top, right, i))
                        + down * ((1 - across) * At(bottom, left, i) + across * At(bottom, right, i));
                }
            }
        }
        return new FeatureGrid(values, height, width, Size);
    }

    private float At(int y, int x, int i) => Values[(y * Width + x) * Size + i];

    private static (int First, int Second, float Weight) Neighbours(int position, int from, int to)
    {
        var source = Math.Max(0, (position + 0.5f) * from / to - 0.5f);
        var first = Math.Min((int)source, from - 1);
        return (first, Math.Min(first + 1, from - 1), source - first);
    }
}
