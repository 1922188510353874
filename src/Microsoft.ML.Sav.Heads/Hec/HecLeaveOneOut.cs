namespace Microsoft.ML.Sav.Heads.Hec;

/// <summary>Scores of training examples by the <see cref="HecClassifier"/> that the other examples give, with heads that are selected without the example.</summary>
internal static class HecLeaveOneOut
{
    /// <summary>Computes the scores.</summary>
    /// <param name="heads">The heads of the examples.</param>
    /// <param name="headCount">Number of heads to select, if there are as many.</param>
    /// <param name="parallel">How to run on several threads.</param>
    /// <returns>See <see cref="TrainedClassifier.LeaveOneOutScores"/>.</returns>
    public static float[][]? Compute(HecHeads heads, int headCount, ParallelOptions parallel)
    {
        var (examples, classes) = (heads.Examples, heads.Classes);
        if (!LeaveOneOutCost.IsAffordable(examples, comparisons: classes.Count))
            return null;
        var results = new (double MeanProbability, double[] Probabilities)[examples.Layout.Count][];
        Parallel.For(0, results.Length, parallel, position => results[position] = heads.ComputeLeaveOneOut(position));
        var scores = new float[examples.Count][];
        Parallel.For(0, scores.Length, parallel, example => scores[example] = classes.HasOthers(example) ? Average(example) : []);
        return scores;

        float[] Average(int example)
        {
            var best = results.Select(head => head[example]).OrderByDescending(result => result.MeanProbability).Take(headCount).ToArray();
            var row = new float[classes.TotalClassCount];
            for (var c = 0; c < classes.Count; c++)
                row[classes.Present[c]] = (float)best.Average(result => result.Probabilities[c]);
            return row;
        }
    }
}
