namespace Microsoft.ML.Sav.Heads.Calm;

/// <summary>Trains <see cref="CalmClassifier"/> on heads at the last token.</summary>
internal static class CalmTrainer
{
    /// <summary>
    /// Trains on examples, whose reliabilities are computed with class means that leave each example out. A class with one example counts all
    /// heads alike.
    /// </summary>
    /// <exception cref="ArgumentException">There is no head at the last token, or fewer than two classes have examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token of <paramref name="parallel"/> was cancelled.</exception>
    public static TrainedClassifier Train(ILabelledExamples examples, CalmOptions? options = null, ParallelOptions? parallel = null)
    {
        options ??= new CalmOptions();
        parallel ??= new ParallelOptions();
        options.Validate();
        var heads = FeatureSubset.Create(examples, FeatureKind.LastToken);
        var heldOut = new HeldOutProbabilities(heads.ComputeClassMeans(), heads, options.Temperature, areInMeans: true);
        var reliability = Reliability.Compute(heldOut, parallel);
        var weights = ComputeWeights(heldOut.Means, reliability, options);
        var scores = LeaveOneOutScores.Compute(heldOut, reliability, weights, options, parallel);
        return Create(heldOut.Means, reliability, weights, options).WithLeaveOneOut(heads, scores);
    }

    /// <summary>
    /// Trains on two parts of the examples as the paper does: class means of one, reliabilities of the other. A class without examples in the
    /// other counts all heads alike.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is no head at the last token, fewer than two classes have examples in a part, or the parts have different heads or classes.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static TrainedClassifier Train(ILabelledExamples support, ILabelledExamples validation, CalmOptions? options = null)
    {
        options ??= new CalmOptions();
        options.Validate();
        var heads = FeatureSubset.Create(support, FeatureKind.LastToken);
        var heldOutHeads = FeatureSubset.Create(validation, FeatureKind.LastToken);
        if (!heads.Layout.Equals(heldOutHeads.Layout) || heads.ClassCount != heldOutHeads.ClassCount)
            throw new ArgumentException("Support and validation examples should have the same heads and the same number of classes.", nameof(validation));
        var means = heads.ComputeClassMeans();
        var reliability = Reliability.Compute(new HeldOutProbabilities(means, heldOutHeads, options.Temperature, areInMeans: false), new ParallelOptions());
        return Create(means, reliability, ComputeWeights(means, reliability, options), options);
    }

    // Heads that count for no class are left out.
    private static TrainedClassifier Create(ClassMeans means, Reliability reliability, float[][] weights, CalmOptions options)
    {
        int[] kept = [.. Enumerable.Range(0, means.Layout.Count)
            .Where(position => weights.Any(perHead => perHead[position] > 0))
            .OrderByDescending(position => reliability.HeadMeans[position])];
        float[][] keptWeights = [.. kept.Select(position => weights.Select(perHead => perHead[position]).ToArray())];
        var classifier = new CalmClassifier(means.Subset(kept), keptWeights, options.Temperature);
        var features = kept.Select(position => new FeatureScore(means.Layout[position], reliability.HeadMeans[position]));
        return new TrainedClassifier(classifier, new ClassifierReport(ClassifierKind.Calm, [.. features], [], LeaveOneOut: null));
    }

    // [classes][heads]
    private static float[][] ComputeWeights(ClassMeans means, Reliability reliability, CalmOptions options) =>
        [.. Enumerable.Range(0, means.ClassCount).Select(
            c => means.GetExampleCount(c) == 0 ? new float[means.Layout.Count] : reliability.ComputeWeights(c, options))];
}
