using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Benchmarks.Accuracy;

/// <summary>Measures the time to predict a row with heads of the first layers only.</summary>
internal static class DepthLatency
{
    private const int Rounds = 40;

    /// <summary>Measures all depths in turns, each with the deepest heads of its layers.</summary>
    /// <param name="lmm">The LMM.</param>
    /// <param name="depths">Numbers of layers.</param>
    /// <param name="headCount">Number of heads per depth.</param>
    public static IReadOnlyDictionary<int, Timings> Measure(MultimodalModel lmm, IReadOnlyList<int> depths, int headCount)
    {
        var extractors = depths.ToDictionary(depth => depth, depth => lmm.CreateFeatureExtractor(DeepestHeads(lmm.Heads, depth, headCount)));
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

    private static void Run(FeatureExtractor extractor, int row) =>
        extractor.Extract(new Prompt(FashionTask.Question, [ImageInput.FromFile(FashionTask.TestImage(row))]));

    private static FeatureLayout DeepestHeads(FeatureLayout heads, int depth, int headCount) =>
        new(heads.Where(head => head.Layer < depth).TakeLast(headCount));
}
