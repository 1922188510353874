using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Splitting;

// The namespace of ML.NET's own catalog extensions: users need no further using.
namespace Microsoft.ML;

/// <summary>Adds splits that treat all classes alike to <c>mlContext.Data</c>.</summary>
public static class SavDataCatalog
{
    /// <summary>
    /// Splits rows into a training set with the same number of random rows of every class, and a test set with the other rows:
    /// <code>var split = mlContext.Data.TrainTestSplitByClass(photos, trainRowsPerClass: 20);</code>
    /// </summary>
    /// <remarks>
    /// Reads the label column once; rows are read from <paramref name="data"/> when a set is read, in their order there or shuffled. Rows without a
    /// label are in neither set.
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The rows.</param>
    /// <param name="trainRowsPerClass">Number of rows of each class in the training set.</param>
    /// <param name="labelColumnName">Column of the label: a key, text, number or Boolean.</param>
    /// <param name="seed">Seed of the choice. Default: <see langword="null"/>, that of the <see cref="MLContext"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="trainRowsPerClass"/> is below 1, or the label column is missing or of a wrong type.
    /// </exception>
    /// <exception cref="ArgumentException">No row has a label, a class has too few rows to leave one for testing, or rows have the same id.</exception>
    public static DataOperationsCatalog.TrainTestData TrainTestSplitByClass(
        this DataOperationsCatalog catalog, IDataView data, int trainRowsPerClass, string labelColumnName = "Label", int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainRowsPerClass, 1);
        return ClassSplit.Create(MachineLearningEnvironment.FromCatalog(catalog), data, labelColumnName, _ => trainRowsPerClass, seed);
    }

    /// <summary>
    /// Splits rows into a training and a test set in which every class has the same share, at least one row in each:
    /// <code>var split = mlContext.Data.TrainTestSplitByClass(photos, testFraction: 0.2);</code>
    /// </summary>
    /// <inheritdoc cref="TrainTestSplitByClass(DataOperationsCatalog, IDataView, int, string, int?)" path="/remarks"/>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The rows.</param>
    /// <param name="testFraction">Share of the rows of each class that the test set gets, above 0 and below 1.</param>
    /// <param name="labelColumnName">Column of the label: a key, text, number or Boolean.</param>
    /// <param name="seed">Seed of the choice. Default: <see langword="null"/>, that of the <see cref="MLContext"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="testFraction"/> is not between 0 and 1, or the label column is missing or of a wrong type.
    /// </exception>
    /// <exception cref="ArgumentException">No row has a label, a class has one row only, or rows have the same id.</exception>
    public static DataOperationsCatalog.TrainTestData TrainTestSplitByClass(
        this DataOperationsCatalog catalog, IDataView data, double testFraction, string labelColumnName = "Label", int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        if (!(testFraction > 0 && testFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "Expected a share above 0 and below 1.");
        return ClassSplit.Create(MachineLearningEnvironment.FromCatalog(catalog), data, labelColumnName, CountTraining, seed);

        int CountTraining(int count) => Math.Clamp(count - (int)Math.Round(count * testFraction), 1, Math.Max(1, count - 1));
    }
}
