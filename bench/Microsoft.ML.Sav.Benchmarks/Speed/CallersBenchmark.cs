using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Reporting;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Measures several concurrent callers of one open model.</summary>
internal static class CallersBenchmark
{
    private const string Predict = "predict: 20 heads";
    private const int Rows = 16;
    private static readonly int[] CallerCounts = [1, 2, 4, 8];

    public static void Run(Contestants contestants, int repeats, MarkdownPage page, Aims aims)
    {
        var engines = Enumerable.Range(0, CallerCounts.Max()).Select(_ => contestants.CreateEngine()).ToArray();
        var callers = new Dictionary<string, Action<int, string>>
        {
            ["whole model, ONNX Runtime in C#"] = (_, image) => contestants.WholeModel.Run(image),
            [Predict] = (caller, image) => engines[caller].Predict(new Photo { ImagePath = image }),
        };
        if (contestants.TransformersJs is { } transformersJs)
            callers.Add("whole model, transformers.js", (_, image) => transformersJs.Run(image));

        var subjects = from entry in callers
                       from count in CallerCounts
                       select new Subject($"{entry.Key}, {count}", _ => Call(count, entry.Value));
        var timings = PairedRunner.Run([.. subjects], repeats);

        var table = new MarkdownTable(["rows per second", .. CallerCounts.Select(count => count == 1 ? "1 caller" : $"{count} callers")]);
        foreach (var name in callers.Keys)
            table.Add([name, .. CallerCounts.Select(count => RowsPerSecond(timings[$"{name}, {count}"]).ToString("0.0"))]);
        page.Add("## Several callers");
        page.Add(table);

        foreach (var name in callers.Keys.Where(name => name != Predict))
        {
            foreach (var count in CallerCounts[1..])
                aims.AddAtMost($"predict / {name}, {count} callers", timings[$"{Predict}, {count}"].RatioTo(timings[$"{name}, {count}"]), 1);
        }
        Array.ForEach(engines, engine => engine.Dispose());
    }

    private static Spread RowsPerSecond(Timings timings) => new(timings.Milliseconds.Select(time => 1000 * Rows / time));

    private static void Call(int callers, Action<int, string> run)
    {
        var threads = Enumerable.Range(0, callers).Select(caller => new Thread(() =>
        {
            for (var row = caller; row < Rows; row += callers)
                run(caller, FashionTask.TestImage(row));
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
