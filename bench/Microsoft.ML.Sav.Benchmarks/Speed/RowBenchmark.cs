using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Measures one row at a time, from image file to head vectors or prediction.</summary>
internal static class RowBenchmark
{
    private const string Whole = "whole model, ONNX Runtime in C#, its defaults";
    private const string SameThreads = "whole model, ONNX Runtime in C#, the library's threads";
    private const string JavaScript = "whole model, transformers.js";
    private const string Fit = "fit: all heads, 8 rows at a time";
    private const string Predict = "predict: 20 heads";
    private const string PredictHalf = "predict: 20 heads of the lower half";
    private const string PredictDefault = "predict: default classifier";
    private const string Sessions = "sessions alone, cut for predict";
    private const string MatMul = "matrix multiplication";

    private const int BatchSize = 8;

    public static void Run(Contestants contestants, int repeats, MarkdownPage page, Aims aims)
    {
        using var matMul = new LargeMatMul();
        using var sessions = contestants.OpenSessionsOfEngine();
        var pixels = PhotoPixels.Read(FashionTask.TestImage(0));
        List<Subject> subjects =
        [
            new(Whole, row => contestants.WholeModel.Run(FashionTask.TestImage(row))),
            new(SameThreads, row => contestants.WholeModelWithSameThreads.Run(FashionTask.TestImage(row))),
            new(Fit, row => contestants.AllHeads.ExtractAll(Batch(row)).Last(), Rows: BatchSize),
            new(Predict, row => contestants.Engine.Predict(new Photo { ImagePath = FashionTask.TestImage(row) })),
            new(PredictHalf, row => contestants.HalfDepthEngine.Predict(new Photo { ImagePath = FashionTask.TestImage(row) })),
            new(PredictDefault, row => contestants.DefaultEngine.Predict(new Photo { ImagePath = FashionTask.TestImage(row) })),
            new(Sessions, _ => sessions.Run(pixels)),
            new(MatMul, _ => matMul.Run()),
        ];
        if (contestants.TransformersJs is { } transformersJs)
            subjects.Insert(2, new(JavaScript, row => transformersJs.Run(FashionTask.TestImage(row))));
        var timings = PairedRunner.Run(subjects, repeats);

        page.Add("## One row");
        page.Add(Describe(contestants, timings));
        page.Add("### Lower bounds from multiply-adds");
        page.Add($"The bound is their time at the speed of the fastest fp32 matrix multiplication on this machine: {Speed(timings):0.0} billion multiply-adds per second.");
        page.Add(Bounds(contestants, timings));

        foreach (var (peer, name) in new[] { (Whole, "whole model in C#"), (SameThreads, "whole model in C#, same threads") })
        {
            aims.AddAtMost($"predict / {name}", timings[Predict].RatioTo(timings[peer]), 0.75);
            aims.AddAtMost($"predict at half depth / {name}", timings[PredictHalf].RatioTo(timings[peer]), 0.5);
            aims.AddAtMost($"predict by default / {name}", timings[PredictDefault].RatioTo(timings[peer]), 0.75);
            aims.AddAtMost($"fit / {name}", timings[Fit].RatioTo(timings[peer]), 0.85);
        }
        aims.AddAtMost("predict / its sessions alone", timings[Predict].RatioTo(timings[Sessions]), 1.03);
        if (timings.TryGetValue(JavaScript, out var javaScript))
        {
            aims.AddAtMost("predict / transformers.js", timings[Predict].RatioTo(javaScript), 1);
            aims.AddAtMost("fit / transformers.js", timings[Fit].RatioTo(javaScript), 1);
        }
    }

    private static MarkdownTable Describe(Contestants contestants, Dictionary<string, Timings> timings)
    {
        var table = new MarkdownTable("", "ratio to whole model", "ratio with the library's threads", "ratio to transformers.js", "p50 ms", "p99 ms");
        foreach (var timing in timings.Values.Where(timing => timing.Name != MatMul))
        {
            table.Add(
                Describe(timing.Name, contestants),
                timing.RatioTo(timings[Whole]),
                timing.RatioTo(timings[SameThreads]),
                timings.TryGetValue(JavaScript, out var javaScript) ? timing.RatioTo(javaScript) : contestants.TransformersJsMissing!,
                $"{timing.Spread.Median:0.0}",
                $"{timing.Spread.Percentile(0.99):0.0}");
        }
        return table;
    }

    // Billions of multiply-adds per second.
    private static double Speed(Dictionary<string, Timings> timings) => LargeMatMul.MultiplyAdds / timings[MatMul].Spread.Percentile(0) / 1e6;

    private static string Describe(string name, Contestants contestants) => name switch
    {
        Predict => $"{name} (deepest in layer {contestants.DeepestKeptLayer})",
        PredictHalf => $"{name} (deepest in layer {contestants.DeepestKeptLayerAtHalfDepth})",
        PredictDefault => $"{name} (keeps {contestants.DefaultFeatures})",
        _ => name,
    };

    private static IEnumerable<Prompt> Batch(int first) =>
        Enumerable.Range(first, BatchSize).Select(row => Contestants.Prompt(FashionTask.TestImage(row)));

    private static MarkdownTable Bounds(Contestants contestants, Dictionary<string, Timings> timings)
    {
        var counter = new MultiplyAdds(FashionTask.Lmm, contestants.WholeModel.TokenCount);
        var whole = counter.Count(EmbeddedGraphs.Decoder(FashionTask.Lmm));
        var table = new MarkdownTable("", "billion multiply-adds", "share of the whole model", "bound ms", "measured ms");
        Add(Whole, whole);
        Add(Fit, CountUpTo(contestants.LayerCount - 1));
        Add(Predict, CountUpTo(contestants.DeepestKeptLayer));
        Add(PredictHalf, CountUpTo(contestants.DeepestKeptLayerAtHalfDepth));
        return table;

        long CountUpTo(int layer) => counter.Count(EmbeddedGraphs.DecoderCutAbove(FashionTask.Lmm, layer));

        void Add(string name, double count) => table.Add(
            name, $"{count / 1e9:0.00}", $"{count / whole:0.00}", $"{count / Speed(timings) / 1e6:0.0}", $"{timings[name].Spread.Median:0.0}");
    }
}
