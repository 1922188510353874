using System.Diagnostics;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>
/// Measures training on growing numbers of rows, each in a separate process, without a feature cache and with one that has all rows. Photos
/// are repeated as needed. The memory of the paper's vote, which keeps sums, should not grow.
/// </summary>
internal static class FitBenchmark
{
    private const double MemoryAim = 1.2;

    /// <param name="rowCounts">Numbers of rows that are extracted by the LMM.</param>
    /// <param name="cachedRowCounts">Numbers of rows whose vectors are in the feature cache.</param>
    /// <param name="page">Receives the table.</param>
    /// <param name="aims">Receives the growth of memory.</param>
    public static void Run(IReadOnlyList<int> rowCounts, IReadOnlyList<int> cachedRowCounts, MarkdownPage page, Aims aims)
    {
        page.Add("## Fit");
        page.Add($"""
            Rows repeat the {FashionTask.Training.Count} photos. The feature cache has all of them: for each row the photo and the question are hashed and
            looked up, and the vectors are read and verified. `{nameof(ClassifierKind.SparseAttentionVectors)}` keeps sums of examples, and scores each example without
            itself if that is affordable, as for 1,000; the default, `{nameof(ClassifierKind.Auto)}`, compares all examples of a feature, on every core.
            """);
        var cache = Directory.CreateTempSubdirectory("sav-benchmarks-").FullName;
        try
        {
            page.Add(Measure("fitting", ClassifierKind.Auto, rowCounts, aims));
            Fit(ClassifierKind.Auto, FashionTask.Training.Count, cache);
            foreach (var kind in new[] { ClassifierKind.Auto, ClassifierKind.SparseAttentionVectors })
                page.Add(Measure($"fitting {kind} from the feature cache", kind, cachedRowCounts, aims, cache));
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static MarkdownTable Measure(string what, ClassifierKind kind, IReadOnlyList<int> rowCounts, Aims aims, params string[] cacheFolder)
    {
        var table = new MarkdownTable($"{what}, rows", "ratio of memory", "peak memory, MiB", "s", "ms per row");
        double? firstPeak = null;
        foreach (var rows in rowCounts)
        {
            var (seconds, peak) = Fit(kind, rows, cacheFolder);
            firstPeak ??= peak;
            var ratio = new Spread([peak / firstPeak.Value]);
            table.Add($"{rows:N0}", ratio, $"{peak:0}", $"{seconds:0.0}", $"{1000 * seconds / rows:0.0}");
            if (kind == ClassifierKind.SparseAttentionVectors && rows != rowCounts[0])
                aims.AddAtMost($"peak memory of {what}, {rows:N0} rows / {rowCounts[0]:N0} rows", ratio, MemoryAim);
        }
        return table;
    }

    /// <summary>Runs in the separate process: trains, and prints the seconds and the peak memory in KB.</summary>
    public static void FitHere(ClassifierKind kind, int rows, string? cacheFolder)
    {
        var mlContext = new MLContext(seed: 1);
        // Interleaved by class, so that a few rows have all classes.
        var photos = FashionTask.Training
            .GroupBy(photo => photo.Label)
            .SelectMany(photos => photos.Index())
            .OrderBy(photo => photo.Index)
            .Select(photo => photo.Item)
            .ToList();
        var data = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row => photos[row % photos.Count]));
        var options = FashionTask.Options();
        (options.Classifier, options.FeatureCacheFolder) = (kind, cacheFolder);
        var watch = Stopwatch.StartNew();
        using var trained = FashionTask.Fit(mlContext, data, options);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds} {ProcessMemory.Peak() / 1024}");
    }

    private static (double Seconds, double PeakMebibytes) Fit(ClassifierKind kind, int rows, params string[] cacheFolder)
    {
        using var process = new LineProcess(Environment.ProcessPath!, ["fit", $"{kind}", $"{rows}", .. cacheFolder]);
        var numbers = Array.ConvertAll(process.Read().Split(' '), double.Parse);
        return (numbers[0], numbers[1] / 1024);
    }
}
