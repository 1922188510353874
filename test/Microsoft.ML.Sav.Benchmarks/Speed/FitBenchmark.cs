using System.Diagnostics;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Reporting;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>
/// Training on more and more rows, each in a process of its own, without a feature cache and with one that knows all rows. The photos are
/// used again where there are not enough.
/// </summary>
internal static class FitBenchmark
{
    public static void Run(IReadOnlyList<int> rowCounts, MarkdownPage page, Aims aims)
    {
        var cache = Directory.CreateTempSubdirectory("sav-benchmarks-").FullName;
        try
        {
            Fit(FashionTask.Training.Count, cache);
            var table = new MarkdownTable("rows", "ratio of memory", "peak memory, MiB", "s", "ms a row", "s, vectors in the feature cache");
            double? firstPeak = null;
            foreach (var rows in rowCounts)
            {
                var (seconds, peak) = Fit(rows);
                var (cachedSeconds, _) = Fit(rows, cache);
                firstPeak ??= peak;
                var ratio = new Spread([peak / firstPeak.Value]);
                table.Add($"{rows:N0}", ratio, $"{peak:0}", $"{seconds:0.0}", $"{1000 * seconds / rows:0.0}", $"{cachedSeconds:0.0}");
                if (rows != rowCounts[0])
                    aims.AtMost($"peak memory of fitting {rows:N0} rows / {rowCounts[0]:N0} rows", ratio, 1.2);
            }
            page.Add("## Fit");
            page.Add(table);
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    /// <summary>What the process does: trains, and says how many seconds it took and the most memory that it held in KB.</summary>
    public static void FitHere(int rows, string? cacheFolder)
    {
        var mlContext = new MLContext(seed: 1);
        // classes take turns, so that few rows have all of them
        var photos = FashionTask.Training
            .GroupBy(photo => photo.Label)
            .SelectMany(photos => photos.Index())
            .OrderBy(photo => photo.Index)
            .Select(photo => photo.Item)
            .ToList();
        var data = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row => photos[row % photos.Count]));
        var options = FashionTask.Options();
        options.FeatureCacheFolder = cacheFolder;
        var watch = Stopwatch.StartNew();
        using var trained = FashionTask.Fit(mlContext, data, options);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds} {ProcessMemory.Peak() / 1024}");
    }

    private static (double Seconds, double PeakMebibytes) Fit(int rows, params string[] cacheFolder)
    {
        using var process = new LineProcess(Environment.ProcessPath!, ["fit", $"{rows}", .. cacheFolder]);
        var numbers = Array.ConvertAll(process.Read().Split(' '), double.Parse);
        return (numbers[0], numbers[1] / 1024);
    }
}
