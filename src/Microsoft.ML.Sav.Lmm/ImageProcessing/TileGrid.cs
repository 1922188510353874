using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Rows and columns of tiles (dynamic tiling of InternVL and LFM2-VL).</summary>
internal readonly record struct TileGrid(int Rows, int Columns)
{
    /// <summary>Largest number of tiles that a configuration may ask for.</summary>
    public const int MaximumTiles = 1024;

    /// <summary>Chooses the grid whose proportions are closest to an image's.</summary>
    /// <param name="image">Size of the image.</param>
    /// <param name="tile">Size of a tile.</param>
    /// <param name="minimum">Fewest tiles.</param>
    /// <param name="maximum">Most tiles.</param>
    public static TileGrid Choose(ImageSize image, ImageSize tile, int minimum, int maximum)
    {
        var ratio = (double)image.Width / image.Height;
        var (best, leastDifference) = (new TileGrid(1, 1), double.PositiveInfinity);
        foreach (var grid in Candidates(minimum, maximum))
        {
            var difference = Math.Abs(ratio - (double)grid.Columns / grid.Rows);
            // among equals, the one with more tiles that cover less than twice the image
            if (difference < leastDifference || (difference == leastDifference && image.Area > 0.5 * tile.Area * grid.Rows * grid.Columns))
                (best, leastDifference) = (grid, difference);
        }
        return best;
    }

    private static IEnumerable<TileGrid> Candidates(int minimum, int maximum) =>
        from columns in Enumerable.Range(1, maximum)
        from rows in Enumerable.Range(1, maximum)
        where columns * rows >= minimum && columns * rows <= maximum
        orderby columns * rows
        select new TileGrid(rows, columns);
}
