using System.Numerics.Tensors;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Attribution;

/// <summary>What the features of vision encoder and projector are sums of: their rows, each divided by the number of rows.</summary>
internal static class ImageParts
{
    /// <summary>Divides the rows of all runs.</summary>
    /// <param name="runs">The images of each run, and its rows.</param>
    public static FeatureParts Create(IReadOnlyList<(IReadOnlyList<ImageLayout> Images, FloatTensor Rows)> runs)
    {
        var all = FloatTensor.Concat([.. runs.Select(run => run.Rows)]);
        var parts = new float[all.Values.Length];
        TensorPrimitives.Divide(all.Values, all.Shape[0], parts);
        return new FeatureParts(all with { Values = parts }, FindSources([.. runs.Select(run => (run.Images, (int)run.Rows.Shape[0]))]));
    }

    /// <summary>Finds what the rows of runs show.</summary>
    /// <param name="runs">The images of each run, and the number of its rows.</param>
    public static IReadOnlyList<AttributionSource> FindSources(IReadOnlyList<(IReadOnlyList<ImageLayout> Images, int Rows)> runs)
    {
        var sources = new List<AttributionSource>();
        var firstImage = 0;
        foreach (var (images, rows) in runs)
        {
            var regions = PatchRegions.Find(images, rows);
            sources.AddRange(regions is null
                ? Enumerable.Repeat(AttributionSource.Unknown, rows)
                : regions.Select(row => row.Region is { } region ? AttributionSource.FromRegion(firstImage + row.Image, region) : AttributionSource.Unknown));
            firstImage += images.Count;
        }
        return sources;
    }
}
