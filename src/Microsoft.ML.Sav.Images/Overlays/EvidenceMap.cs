namespace Microsoft.ML.Sav.Images.Overlays;

/// <summary>Value per area of overlapping regions on a grid over an image, smoothed and scaled to -1 to 1.</summary>
internal sealed class EvidenceMap
{
    private readonly double[] _values; // [rows, columns]

    private EvidenceMap(double[] values, int rows, int columns) => (_values, Rows, Columns) = (values, rows, columns);

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Number of cells along the longer side of an image.</summary>
    private const int Resolution = 128;

    public double this[int row, int column] => _values[row * Columns + column];

    /// <summary>Creates the map of an image.</summary>
    public static EvidenceMap Create(ImageSize size, IReadOnlyList<WeightedRegion> regions)
    {
        var cell = Math.Max(size.Width, size.Height) / (double)Resolution;
        var (rows, columns) = (Math.Max(1, (int)Math.Round(size.Height / cell)), Math.Max(1, (int)Math.Round(size.Width / cell)));
        var (cellHeight, cellWidth) = (size.Height / (double)rows, size.Width / (double)columns);
        var values = new double[rows * columns];
        // regions of one size tile the image; each size is smoothed by its own
        foreach (var layer in regions.GroupBy(region => (Math.Round(region.Width, 3), Math.Round(region.Height, 3))))
        {
            var sums = new double[values.Length];
            foreach (var region in layer)
                Add(sums, region);
            var (width, height) = layer.Key;
            Blur(sums, rows, columns, height / cellHeight / 2, width / cellWidth / 2);
            for (var i = 0; i < values.Length; i++)
                values[i] += sums[i];
        }
        Scale(values);
        return new EvidenceMap(values, rows, columns);

        void Add(double[] sums, WeightedRegion region)
        {
            var density = region.Value / (region.Width * region.Height);
            for (var row = First(region.Top, cellHeight); row < rows && row * cellHeight < region.Top + region.Height; row++)
            {
                var high = Overlap(row * cellHeight, cellHeight, region.Top, region.Height);
                for (var column = First(region.Left, cellWidth); column < columns && column * cellWidth < region.Left + region.Width; column++)
                    sums[row * columns + column] += density * high * Overlap(column * cellWidth, cellWidth, region.Left, region.Width);
            }
        }
    }

    private static int First(double start, double cell) => Math.Max(0, (int)Math.Floor(start / cell));

    // share of a cell that a region covers, along one axis
    private static double Overlap(double cellStart, double cell, double start, double length) =>
        Math.Max(0, Math.Min(cellStart + cell, start + length) - Math.Max(cellStart, start)) / cell;

    // outliers would leave the rest white
    private static void Scale(double[] values)
    {
        var magnitudes = Array.ConvertAll(values, Math.Abs);
        Array.Sort(magnitudes);
        var limit = magnitudes[(int)(0.99 * (magnitudes.Length - 1))];
        for (var i = 0; i < values.Length; i++)
            values[i] = limit > 0 ? Math.Clamp(values[i] / limit, -1, 1) : 0;
    }

    private static void Blur(double[] values, int rows, int columns, double sigmaRows, double sigmaColumns)
    {
        for (var row = 0; row < rows; row++)
            BlurLine(values.AsSpan(row * columns, columns), sigmaColumns);
        var line = new double[rows];
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
                line[row] = values[row * columns + column];
            BlurLine(line, sigmaRows);
            for (var row = 0; row < rows; row++)
                values[row * columns + column] = line[row];
        }
    }

    // the border is not darkened: weights beyond it do not count
    private static void BlurLine(Span<double> line, double sigma)
    {
        var source = line.ToArray();
        var radius = (int)Math.Ceiling(3 * sigma);
        for (var i = 0; i < source.Length; i++)
        {
            var (sum, weights) = (0.0, 0.0);
            for (var j = Math.Max(0, i - radius); j <= Math.Min(source.Length - 1, i + radius); j++)
            {
                var weight = Math.Exp(-(i - j) * (i - j) / (2 * sigma * sigma));
                (sum, weights) = (sum + weight * source[j], weights + weight);
            }
            line[i] = sum / weights;
        }
    }
}
