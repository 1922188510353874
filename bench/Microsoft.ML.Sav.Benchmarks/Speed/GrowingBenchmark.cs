using System.Diagnostics;
using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Measures models that keep their examples: the size of the file, and the time to change one row. Prints a table for docs/growing.md.</summary>
internal static class GrowingBenchmark
{
    private const double Kilobyte = 1000;

    /// <param name="repeats">Number of measured changes.</param>
    public static void Run(int repeats)
    {
        var table = new MarkdownTable(
            "classifier", "file, KB", "file with examples, KB", "KB per example", "`Fit`, s", "`Update` with one row, s", "`Forget` of one row, s");
        foreach (var kind in new[] { ClassifierKind.Auto, ClassifierKind.SparseAttentionVectors })
            Measure(kind, repeats, table);
        Console.WriteLine($"{Machine.Describe()}; load average {Machine.Load()}\n\n{table}");
    }

    private static void Measure(ClassifierKind kind, int repeats, MarkdownTable table)
    {
        var mlContext = new MLContext(seed: 1);
        var options = FashionTask.Options();
        (options.Classifier, options.KeepExamples) = (kind, true);
        var watch = Stopwatch.StartNew();
        using var trained = FashionTask.Fit(mlContext, mlContext.Data.LoadFromEnumerable(FashionTask.Training), options);
        var fit = watch.Elapsed.TotalSeconds;
        var transformer = trained.LastTransformer;
        options.KeepExamples = false;
        using var without = FashionTask.Fit(mlContext, mlContext.Data.LoadFromEnumerable(FashionTask.Training), options);

        var update = Time(photo => transformer.Update(photo), FashionTask.Test);
        var forget = Time(photo => transformer.Forget(photo), FashionTask.Training);
        var (size, sizeWithout) = (Size(mlContext, transformer), Size(mlContext, without.LastTransformer));
        table.Add(
            $"`{kind}`", $"{sizeWithout / Kilobyte:N0}", $"{size / Kilobyte:N0}",
            $"{(size - sizeWithout) / Kilobyte / FashionTask.Training.Count:0}", $"{fit:0.0}", update, forget);

        Spread Time(Func<IDataView, SavTransformer> change, IReadOnlyList<Photo> photos) => new(Enumerable.Range(0, repeats + 1).Select(round =>
        {
            var row = mlContext.Data.LoadFromEnumerable(new[] { photos[round] });
            watch.Restart();
            using var changed = change(row);
            return watch.Elapsed.TotalSeconds;
        }).ToList().Skip(1)); // the first opens the LMM
    }

    private static long Size(MLContext mlContext, SavTransformer transformer)
    {
        using var file = new MemoryStream();
        mlContext.Model.Save(transformer, null, file);
        return file.Length;
    }
}
