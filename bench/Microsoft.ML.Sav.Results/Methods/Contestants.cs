using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Results.Features;
using Microsoft.ML.Sav.Results.Linear;

namespace Microsoft.ML.Sav.Results.Methods;

/// <summary>Creates the methods that a data set is measured with.</summary>
internal static class Contestants
{
    /// <summary>Classifiers whose number of heads is varied.</summary>
    public static IReadOnlyList<(string Name, ClassifierKind Kind)> WithHeadCounts { get; } =
    [
        (MethodNames.GaussianHeads, ClassifierKind.GaussianHeads),
        (MethodNames.Sav, ClassifierKind.SparseAttentionVectors),
        (MethodNames.Hec, ClassifierKind.Hec),
    ];

    /// <summary>Creates this library's classifiers with 20 heads.</summary>
    public static IEnumerable<Method> CreateLibrary(FeatureTable features)
    {
        (string Name, ClassifierKind Kind)[] kinds = [(MethodNames.Auto, ClassifierKind.Auto), .. WithHeadCounts, (MethodNames.Calm, ClassifierKind.Calm)];
        return kinds.OrderBy(kind => MethodNames.Library.ToList().IndexOf(kind.Name)).Select(kind => Create(features, kind, ClassifierOptions.DefaultHeadCount));
    }

    /// <summary>Creates a classifier of this library.</summary>
    public static Method Create(FeatureTable features, (string Name, ClassifierKind Kind) kind, int headCount) =>
        new LibraryMethod(kind.Name, features, new ClassifierOptions { Kind = kind.Kind, HeadCount = headCount });

    /// <summary>Creates the rivals that can use the data set.</summary>
    /// <param name="features">The features of all rows.</param>
    /// <param name="cache">Keeps what rivals compute per row.</param>
    public static IEnumerable<Method> CreateRivals(FeatureTable features, RowCache cache)
    {
        var dataSet = features.DataSet;
        if (features.FindNormalized(FeatureKind.VisionEncoder) is { } vision)
        {
            yield return new NearestClassMean(MethodNames.NearestMean, dataSet, vision);
            yield return new LogisticRegressionMethod(MethodNames.LogisticRegression, dataSet, Select, choosesByTest: false);
            yield return new LogisticRegressionMethod(MethodNames.LogisticRegressionByTest, dataSet, Select, choosesByTest: true);

            (float[][], float[][]) Select(int[] training, int[] test) => (Array.ConvertAll(training, row => vision[row]), Array.ConvertAll(test, row => vision[row]));
        }
        if (dataSet.HasOneImagePerRow)
            yield return new MachineLearningImages(MethodNames.MachineLearningImages, dataSet, () => cache.GetOrAdd(dataSet, "ResNet18", () => ResNet18.Extract(dataSet)));
        if (dataSet.IsText)
        {
            yield return new LogisticRegressionMethod(MethodNames.TfIdf, dataSet, CountWords, choosesByTest: false);
            yield return new LogisticRegressionMethod(MethodNames.TfIdfByTest, dataSet, CountWords, choosesByTest: true);
            yield return new MachineLearningTexts(MethodNames.MachineLearningTexts, dataSet);
        }

        (float[][], float[][]) CountWords(int[] training, int[] test)
        {
            var counts = new TfIdf([.. training.Select(row => dataSet.Rows[row].Document)]);
            return (Transform(training), Transform(test));

            float[][] Transform(int[] rows) => Array.ConvertAll(rows, row => counts.Transform(dataSet.Rows[row].Document));
        }
    }
}
