using Microsoft.ML.Sav.Heads.Scoring;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Scores of training examples by the <see cref="SavClassifier"/> that the other examples give, with heads that are selected without the example.</summary>
internal static class LeaveOneOutVotes
{
    // Examples per parallel loop.
    private const int BlockLength = 126;

    /// <summary>Computes the scores.</summary>
    /// <param name="support">The examples.</param>
    /// <param name="means">Their class means.</param>
    /// <param name="headCount">Number of heads to select.</param>
    /// <param name="tieRule">Which class wins if several have the same number of votes.</param>
    /// <param name="parallel">How to run on several threads.</param>
    /// <returns>See <see cref="TrainedClassifier.LeaveOneOutScores"/>.</returns>
    public static float[][]? Compute(SupportSet support, ClassMeans means, int headCount, VoteTieRule tieRule, ParallelOptions parallel)
    {
        var heads = FeatureSubset.Create(support, FeatureKind.LastToken);
        if (!LeaveOneOutCost.IsAffordable(heads, comparisons: 1))
            return null;
        var classes = new ExampleClasses(support);
        var headScores = ScoreHeads(heads, classes, parallel);
        var scores = new float[support.Count][];
        var start = 0;
        foreach (var block in support.ReadVectors(BlockLength))
        {
            var first = start;
            Parallel.For(0, block.Count, parallel, i => scores[first + i] = classes.HasOthers(first + i)
                ? Score(first + i, block.ReadVectors(i, 0..support.Layout.Count, new float[support.Layout.VectorLength]))
                : []);
            start += block.Count;
        }
        return scores;

        float[] Score(int example, ReadOnlySpan<float> vectors)
        {
            var selected = HeadScores.Create(heads.Layout, headScores, example).SelectBest(headCount);
            int[] positions = [.. selected.Select(position => support.Layout.FindPosition(heads.Layout[position]))];
            var gathered = support.Layout.Gather(vectors, positions);
            var row = new float[support.ClassCount];
            new SavClassifier(means.Subset(positions).WithoutExample(support.GetClass(example), gathered), tieRule).Score(gathered, row);
            return row;
        }
    }

    // [heads][examples]
    private static (int SuccessCount, double MeanMargin)[][] ScoreHeads(FeatureSubset heads, ExampleClasses classes, ParallelOptions parallel)
    {
        var scores = new (int, double)[heads.Layout.Count][];
        Parallel.For(0, scores.Length, parallel, position =>
        {
            scores[position] = new (int, double)[classes.ExampleCount];
            if (classes.Scored.Length == 0)
                return;
            var head = new HeadScoresWithoutExamples(heads.ReadFeature(position), heads.Layout[position].Size, classes);
            foreach (var example in classes.Scored)
                scores[position][example] = head.Compute(example);
        });
        return scores;
    }
}
