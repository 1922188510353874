namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Finds which part of which image each row of a vision encoder's output shows.</summary>
internal static class PatchRegions
{
    /// <summary>Finds the regions of rows.</summary>
    /// <param name="images">The images of one run.</param>
    /// <param name="rows">Number of rows that the encoder returned for them.</param>
    /// <returns>Image, by position, and region per row; the region is <see langword="null"/> for a row without a place, such as a class token.
    /// <see langword="null"/> if the order of the rows is not known.</returns>
    public static IReadOnlyList<(int Image, ImageRegion? Region)>? Find(IReadOnlyList<ImageLayout> images, int rows)
    {
        var regions = images.All(image => image is { Grid.Count: > 0, CropCount: 1 }) ? FindInGrids(images, rows) : FindInCrops(images, rows);
        return regions?.Count == rows ? regions : null;
    }

    private static List<(int, ImageRegion?)>? FindInGrids(IReadOnlyList<ImageLayout> images, int rows)
    {
        // the encoder may return a row per patch, or one per square of patches
        var perRow = images.Sum(image => image.Grid.Count) / (double)rows;
        var side = (int)Math.Round(Math.Sqrt(perRow));
        if (side * side != perRow || images.Any(image => image.Grid.Height % side != 0 || image.Grid.Width % side != 0))
            return null;
        return [.. images.Index().SelectMany(image => SplitGrid(image.Item, side).Select(region => (image.Index, (ImageRegion?)region)))];
    }

    private static IEnumerable<ImageRegion> SplitGrid(ImageLayout image, int side)
    {
        if (side > 1 || image.MergeSize == 1)
            return image.Region.Split(image.Grid.Height / side, image.Grid.Width / side);
        var merge = image.MergeSize;
        return image.Region.Split(image.Grid.Height / merge, image.Grid.Width / merge).SelectMany(square => square.Split(merge, merge));
    }

    private static List<(int, ImageRegion?)>? FindInCrops(IReadOnlyList<ImageLayout> images, int rows)
    {
        var crops = images.Sum(image => image.CropCount);
        if (rows % crops != 0 || images.Any(image => image.Crops is null))
            return null;
        var regions = new List<(int, ImageRegion?)>();
        foreach (var (index, image) in images.Index())
        {
            var aspect = image.Resized.Height / (double)image.Resized.Width * Math.Max(image.TileColumns, 1) / Math.Max(image.TileRows, 1);
            if (FindGrid(rows / crops, aspect) is not var (gridRows, gridColumns, hasClassToken))
                return null;
            foreach (var crop in image.Crops!)
            {
                if (hasClassToken)
                    regions.Add((index, null));
                regions.AddRange(crop.Split(gridRows, gridColumns).Select(region => (index, (ImageRegion?)region)));
            }
        }
        return regions;
    }

    // a class token precedes the patches
    private static (int Rows, int Columns, bool HasClassToken)? FindGrid(int count, double aspect)
    {
        foreach (var hasClassToken in new[] { false, true })
        {
            var patches = hasClassToken ? count - 1 : count;
            var rows = Math.Max(1, (int)Math.Round(Math.Sqrt(patches * aspect)));
            if (patches > 0 && patches % rows == 0 && Math.Abs(rows * rows / (double)patches / aspect - 1) < 0.02)
                return (rows, patches / rows, hasClassToken);
        }
        return null;
    }
}
