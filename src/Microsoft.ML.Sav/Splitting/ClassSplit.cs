using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Splitting;

/// <summary>Splits rows class by class.</summary>
internal static class ClassSplit
{
    /// <param name="environment">Gives the seed if there is none.</param>
    /// <param name="data">The rows.</param>
    /// <param name="labelColumn">Their label.</param>
    /// <param name="countTraining">Number of training rows of a class with the given number of rows.</param>
    /// <param name="seed">Seed of the choice, or <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label column is missing or of a wrong type.</exception>
    /// <exception cref="ArgumentException">No row has a label, a class has too few rows, or rows have the same id.</exception>
    public static DataOperationsCatalog.TrainTestData Create(
        IHostEnvironment environment, IDataView data, string labelColumn, Func<int, int> countTraining, int? seed)
    {
        var labels = RowLabels.FromColumn(data.Schema, labelColumn);
        var (ids, classOfRow) = ReadClasses(data, labels);
        if (classOfRow.TrueForAll(classIndex => classIndex < 0))
            throw new ArgumentException($"No row has a label in column '{labelColumn}'.", nameof(data));

        var random = seed is { } value ? new Random(value) : MachineLearningEnvironment.CreateRandom(environment);
        var (train, test) = (new HashSet<DataViewRowId>(), new HashSet<DataViewRowId>());
        foreach (var rows in Enumerable.Range(0, classOfRow.Count).Where(row => classOfRow[row] >= 0).GroupBy(row => classOfRow[row]).OrderBy(rows => rows.Key))
        {
            var shuffled = rows.ToArray();
            random.Shuffle(shuffled);
            var count = countTraining(shuffled.Length);
            if (count >= shuffled.Length)
                throw CreateTooFewRowsException(labels.Classes.Names[rows.Key], shuffled.Length, count);
            train.UnionWith(shuffled[..count].Select(row => ids[row]));
            test.UnionWith(shuffled[count..].Select(row => ids[row]));
        }
        return new DataOperationsCatalog.TrainTestData(new RowSubsetView(data, train), new RowSubsetView(data, test));
    }

    private static (List<DataViewRowId> Ids, List<int> Classes) ReadClasses(IDataView data, RowLabels labels)
    {
        var (ids, classes) = (new List<DataViewRowId>(), new List<int>());
        using var cursor = data.GetRowCursor([labels.Column]);
        var readClass = labels.CreateGetter(cursor);
        var readId = cursor.GetIdGetter();
        var id = default(DataViewRowId);
        while (cursor.MoveNext())
        {
            readId(ref id);
            ids.Add(id);
            classes.Add(readClass());
        }
        // Without ids of their own, rows would be in both sets.
        return ids.Distinct().Count() == ids.Count ? (ids, classes) : throw new ArgumentException(
            $"The rows of a {data.GetType().Name} have no ids of their own ({nameof(DataViewRowCursor)}.{nameof(DataViewRowCursor.GetIdGetter)}). Split mlContext.Data.Cache(data) instead.", nameof(data));
    }

    private static ArgumentException CreateTooFewRowsException(string name, int found, int training) => new(
        $"Class '{name}' has {found} row{(found == 1 ? "" : "s")}. {training} for training and at least one for testing need {training + 1}. "
        + (found == 1 ? "Add rows." : $"Add rows, or ask for at most {found - 1}."), "data");
}
