namespace Microsoft.ML.Sav.Heads;

/// <summary>Trains Sparse Attention Vectors classifiers (arXiv 2412.00142, section 3).</summary>
internal static class SavTraining
{
    /// <summary>Computes class means, scores every head and keeps the best.</summary>
    public static TrainedClassifier Train(SupportSet support, int headCount, VoteTieRule tieRule, ParallelOptions? parallel = null)
    {
        parallel ??= new ParallelOptions();
        var means = support.ComputeClassMeans();
        var scores = HeadScores.Compute(support, means, parallel);
        var best = scores.SelectBest(headCount);
        var features = best.Select(position => new FeatureScore(support.Layout[position], scores.SuccessCounts[position]));
        var report = new ClassifierReport(ClassifierKind.SparseAttentionVectors, [.. features], Experts: [], LeaveOneOut: null);
        var trained = new TrainedClassifier(new SavClassifier(means.Subset(best), tieRule), report);
        return LeaveOneOutVotes.Compute(support, means, headCount, tieRule, parallel) is { } leaveOneOut ? trained.WithLeaveOneOut(support, leaveOneOut) : trained;
    }
}
