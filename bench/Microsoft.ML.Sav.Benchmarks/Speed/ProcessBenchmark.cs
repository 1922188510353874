using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Reporting;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Measures a separate process: time from its start to its first prediction, and peak memory over ten predictions.</summary>
internal static class ProcessBenchmark
{
    private const int Rows = 10;
    private const int LeastRounds = 5;
    private const string Whole = "whole model, ONNX Runtime in C#";
    private const string JavaScript = "whole model, transformers.js";
    private const string Predict = "saved ML.NET model: 20 heads";
    private const string PredictDefault = "saved ML.NET model: default classifier";
    private const string PredictOptimized = "20 heads, with OptimizedModelFolder";

    public static void Run(Contestants contestants, int repeats, string optimizedModels, MarkdownPage page, Aims aims)
    {
        var memory = new Dictionary<string, List<double>>();
        List<Subject> subjects =
        [
            Serving(Whole, () => new LineProcess(Environment.ProcessPath!, ["serve"]), memory),
            Serving(Predict, () => PredictionServer.Start(contestants.SavedModel), memory),
            Serving(PredictDefault, () => PredictionServer.Start(contestants.SavedDefaultModel), memory),
            Serving(PredictOptimized, () => PredictionServer.Start(contestants.SavedModel, optimizedModels), memory),
        ];
        if (contestants.TransformersJs is not null)
            subjects.Insert(1, Serving(JavaScript, () => TransformersJs.Start(FashionTask.Lmm, FashionTask.Question), memory));
        var timings = PairedRunner.Run(subjects, Math.Max(repeats, LeastRounds));

        var table = new MarkdownTable("", "ratio of time", "ratio of memory", "start to first prediction, s", "peak memory, MiB");
        foreach (var timing in timings.Values)
        {
            table.Add(
                timing.Name,
                timing.RatioTo(timings[Whole]),
                Ratio(timing.Name, Whole),
                new Spread(timing.Milliseconds.Select(time => time / 1000)),
                new Spread(memory[timing.Name]).ToString("0"));
        }
        page.Add("## Start and memory of a process");
        page.Add("OptimizedModelFolder already has the graphs, from an earlier process.");
        page.Add(table);

        foreach (var peer in timings.Keys.Where(name => name is Whole or JavaScript))
        {
            aims.AddAtMost($"start to first prediction / {peer}", timings[Predict].RatioTo(timings[peer]), 1);
            aims.AddAtMost($"start to first prediction by default / {peer}", timings[PredictDefault].RatioTo(timings[peer]), 1);
            aims.AddAtMost($"start to first prediction with OptimizedModelFolder / {peer}", timings[PredictOptimized].RatioTo(timings[peer]), 1);
            aims.AddAtMost($"peak memory / {peer}", Ratio(Predict, peer), 1);
        }

        Spread Ratio(string name, string peer) => new(memory[name].Select((own, round) => own / memory[peer][round]));
    }

    private static Subject Serving(string name, Func<LineProcess> start, Dictionary<string, List<double>> memory)
    {
        LineProcess? process = null;
        memory.Add(name, []);
        return new Subject(name, First, Rest);

        void First(int round)
        {
            process = start();
            process.Ask(FashionTask.TestImage(round));
        }

        void Rest()
        {
            var peak = "";
            for (var row = 1; row < Rows; row++)
                peak = process!.Ask(FashionTask.TestImage(row));
            memory[name].Add(double.Parse(peak) / 1024);
            process!.Dispose();
        }
    }
}
