using System.Diagnostics;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Reporting;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Training on more and more rows, each in a process of its own. The photos are used again where there are not enough.</summary>
internal static class FitBenchmark
{
    public static void Run(IReadOnlyList<int> rowCounts, MarkdownPage page, Aims aims)
    {
        var table = new MarkdownTable("rows", "ratio of memory", "peak memory, MiB", "s", "ms a row");
        double? firstPeak = null;
        foreach (var rows in rowCounts)
        {
            using var process = new LineProcess(Environment.ProcessPath!, ["fit", $"{rows}"]);
            var numbers = process.Read().Split(' ').Select(double.Parse).ToList();
            var (seconds, peak) = (numbers[0], numbers[1] / 1024);
            firstPeak ??= peak;
            var ratio = new Spread([peak / firstPeak.Value]);
            table.Add($"{rows:N0}", ratio, $"{peak:0}", $"{seconds:0.0}", $"{1000 * seconds / rows:0.0}");
            if (rows != rowCounts[0])
                aims.AtMost($"peak memory of fitting {rows:N0} rows / {rowCounts[0]:N0} rows", ratio, 1.2);
        }
        page.Add("## Fit");
        page.Add(table);
    }

    /// <summary>What the process does: trains, and says how many seconds it took and the most memory that it held in KB.</summary>
    public static void FitHere(int rows)
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
        var watch = Stopwatch.StartNew();
        using var trained = FashionTask.Fit(mlContext, data);
        Console.WriteLine($"{watch.Elapsed.TotalSeconds} {ProcessMemory.Peak() / 1024}");
    }
}
