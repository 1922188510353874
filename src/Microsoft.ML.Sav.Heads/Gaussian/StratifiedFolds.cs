namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Splits the scored examples into folds in which every class has about the same share. The examples of a class are dealt in the order of
/// their mean leave-one-out score over all features, so that folds are equally hard and do not depend on the order of the examples.
/// </summary>
internal static class StratifiedFolds
{
    private const int MaxCount = 5;

    /// <summary>Splits the examples.</summary>
    /// <returns>Five folds, or one per example if there are fewer. Each has its examples class by class.</returns>
    public static int[][] Create(ExampleClasses classes, FeatureRanking ranking)
    {
        var scores = classes.Scored.ToDictionary(example => example, ranking.ComputeExampleScore);
        var dealt = classes.Scored.OrderBy(classes.GetClass).ThenByDescending(example => scores[example]).ToArray();
        var count = Math.Min(MaxCount, dealt.Length);
        return [.. Enumerable.Range(0, count).Select(fold => dealt.Where((_, i) => i % count == fold).ToArray())];
    }
}
