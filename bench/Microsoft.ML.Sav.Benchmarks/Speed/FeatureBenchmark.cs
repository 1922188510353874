using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Measures what the features beyond heads at the last token cost. Prints a table for docs/features.md.</summary>
internal static class FeatureBenchmark
{
    private const int RowsPerRound = 4;
    private const string Heads = "heads at the last token";
    private const string All = "all features";

    /// <param name="rounds">Number of measured rounds.</param>
    public static void Run(int rounds)
    {
        using var lmm = MultimodalModel.Open(FashionTask.Lmm, FashionTask.EachRowByItself);
        using var heads = lmm.CreateFeatureExtractor(lmm.Heads);
        using var all = lmm.CreateFeatureExtractor(lmm.Features);
        var timings = PairedRunner.Run([CreateSubject(Heads, heads), CreateSubject(All, all)], rounds);

        var table = new MarkdownTable("", "ratio", "ms per row", "floats per row");
        table.Add(Heads, "1.00", timings[Heads].Spread.ToString("0.0"), $"{lmm.Heads.VectorLength:N0}");
        table.Add(All, timings[All].RatioTo(timings[Heads]), timings[All].Spread.ToString("0.0"), $"{lmm.Features.VectorLength:N0}");
        Console.WriteLine($"{Machine.Describe()}; load average {Machine.Load()}\n\n{table}");
    }

    private static Subject CreateSubject(string name, FeatureExtractor extractor) => new(
        name,
        round =>
        {
            for (var row = 0; row < RowsPerRound; row++)
                extractor.Extract(new Prompt(FashionTask.Question, [ImageInput.FromFile(FashionTask.TestImage((round * RowsPerRound) + row))]));
        },
        Rows: RowsPerRound);
}
