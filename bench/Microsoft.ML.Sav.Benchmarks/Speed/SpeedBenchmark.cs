using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Reporting;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>All measurements of speed and memory, as docs/benchmarks.md.</summary>
internal static class SpeedBenchmark
{
    // of a machine that has nothing else to do
    private const double QuietLoad = 0.5;

    // what takes seconds is repeated less often than what takes a tenth of one
    private const int RowsARound = 20;

    /// <param name="repeats">How often a row is measured.</param>
    /// <param name="fitRows">Numbers of rows to train on.</param>
    /// <param name="cachedFitRows">The same, where vectors are in the feature cache.</param>
    /// <param name="statisticsRows">Number of examples whose statistics do not fit into memory; 0 for none.</param>
    public static void Run(int repeats, IReadOnlyList<int> fitRows, IReadOnlyList<int> cachedFitRows, int statisticsRows)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("Load and memory are read from /proc, which only Linux has.");
        var introduction = Introduction($"""
            dotnet run -c Release --project bench/Microsoft.ML.Sav.Benchmarks -- speed --repeats {repeats} \
              --fit-rows {string.Join(' ', fitRows)} --cached-fit-rows {string.Join(' ', cachedFitRows)} --statistics-rows {statisticsRows}
            """);
        var details = new MarkdownPage();
        var aims = new Aims();
        var rounds = Math.Max(1, repeats / RowsARound);
        using (var contestants = new Contestants())
        {
            introduction += "\n\n" + Versions(contestants);
            RowBenchmark.Run(contestants, repeats, details, aims);
            CallersBenchmark.Run(contestants, rounds, details, aims);
            var optimizedModels = Directory.CreateTempSubdirectory("sav-optimized-").FullName;
            ProcessBenchmark.Run(contestants, rounds, optimizedModels, details, aims);
            SharedMemoryBenchmark.Run(contestants, optimizedModels, details, aims);
            Directory.Delete(optimizedModels, recursive: true);
        }
        SharedWorkBenchmark.Run(rounds, details, aims);
        FitBenchmark.Run(fitRows, cachedFitRows, details, aims);
        StatisticsBenchmark.Run(rounds, details, aims);
        if (statisticsRows > 0)
            LargeStatisticsBenchmark.Run(statisticsRows, details);

        var page = new MarkdownPage();
        page.Add("# Speed and memory");
        page.Add(introduction);
        page.Add(aims);
        page.Add(details);
        page.Save(Path.Combine(Repository.Root, "docs", "benchmarks.md"));
    }

    private static string Introduction(string command)
    {
        var load = Machine.Load();
        return $"""
            Written by this command:

            ```
            {command}
            ```

            {Machine.Describe()}{(load > QuietLoad ? $"; a shared machine: {load:0.0} other processes were running at the start" : "")}.

            The embedded LMM, photos of Fashion-MNIST, the question "{FashionTask.Question}". All that is compared ran in turns, in an order that
            changed from round to round; a ratio is the median of the rounds' ratios, with the quartiles. Memory is the most that a process held
            (VmHWM), mapped files included.
            """;
    }

    private static string Versions(Contestants contestants)
    {
        var transformersJs = contestants.TransformersJsMissing is { } reason
            ? $"transformers.js is left out: {reason}"
            : $"transformers.js {TransformersJs.Version} on ONNX Runtime {TransformersJs.OnnxRuntimeVersion()}";
        return $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}; {transformersJs}.";
    }
}
