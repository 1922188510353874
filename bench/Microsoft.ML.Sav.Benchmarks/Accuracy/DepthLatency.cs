using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Benchmarks.Accuracy;

/// <summary>How long the prediction of a row takes where heads are of the first layers only.</summary>
internal static class DepthLatency
{
    private const int Rounds = 40;

    /// <summary>Measures all depths in turns: as many heads as are kept, the last ones of the first layers.</summary>
    /// <param name="lmm">The LMM.</param>
    /// <param name="depths">Numbers of layers.</param>
    /// <param name="headCount">Number of heads.</param>
    public static IReadOnlyDictionary<int, Timings> Measure(MultimodalModel lmm, IReadOnlyList<int> depths, int headCount)
    {
        var extractors = depths.ToDictionary(depth => depth, depth => lmm.CreateHeadExtractor(LastHeads(lmm.Heads, depth, headCount)));
        try
        {
            var timings = PairedRunner.Run([.. depths.Select(depth => new Subject($"{depth}", row => Run(extractors[depth], row)))], Rounds);
            return depths.ToDictionary(depth => depth, depth => timings[$"{depth}"]);
        }
        finally
        {
            foreach (var extractor in extractors.Values)
                extractor.Dispose();
        }
    }

    private static void Run(HeadExtractor extractor, int row) =>
        extractor.Extract(new Prompt(FashionTask.Question, [ImageInput.FromFile(FashionTask.TestImage(row))]));

    private static HeadLayout LastHeads(HeadLayout heads, int depth, int headCount) =>
        new(heads.Where(head => head.Layer < depth).TakeLast(headCount));
}
