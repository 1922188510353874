using Microsoft.ML.Sav.Results.Measuring;

namespace Microsoft.ML.Sav.Results.Linear;

/// <summary>Chooses the strength of a logistic regression.</summary>
internal static class StrengthSearch
{
    private const int MaxFolds = 5;
    private const double WithoutValidation = 10;

    /// <summary>The strengths to choose from.</summary>
    public static IReadOnlyList<double> Strengths { get; } = [0.1, 1, 10, 100, 1000];

    /// <summary>
    /// Chooses by stratified cross-validation on the training rows: the greatest accuracy, among equals the least log loss. With one row per
    /// class nothing can be held out, and the middle strength is returned.
    /// </summary>
    /// <param name="gram">Dot products of the training rows.</param>
    /// <param name="classes">Class per row.</param>
    /// <param name="classCount">Number of classes.</param>
    public static double Choose(double[][] gram, int[] classes, int classCount)
    {
        var folds = Math.Min(MaxFolds, classes.CountBy(c => c).Max(count => count.Value));
        if (folds < 2)
            return WithoutValidation;
        int[] fold = AssignFolds(classes, folds);
        return Strengths.MaxBy(strength =>
        {
            var quality = Quality.Measure([.. ScoreHeldOut(gram, classes, classCount, fold, folds, strength)], classes);
            return (quality.Accuracy, -quality.LogLoss);
        });
    }

    private static float[][] ScoreHeldOut(double[][] gram, int[] classes, int classCount, int[] fold, int folds, double strength)
    {
        var scores = new float[classes.Length][];
        for (var held = 0; held < folds; held++)
        {
            int[] train = [.. Enumerable.Range(0, classes.Length).Where(row => fold[row] != held)];
            var model = LogisticRegression.Train(GramMatrix.Subset(gram, train, train), [.. train.Select(row => classes[row])], classCount, strength);
            foreach (var row in Enumerable.Range(0, classes.Length).Where(row => fold[row] == held))
                scores[row] = model.Score([.. train.Select(column => gram[row][column])]);
        }
        return scores;
    }

    // Rows of a class take turns, so that each fold has about as many of each class.
    private static int[] AssignFolds(int[] classes, int folds)
    {
        var next = new Dictionary<int, int>();
        return Array.ConvertAll(classes, c => next[c] = (next.GetValueOrDefault(c, -1) + 1) % folds);
    }
}
