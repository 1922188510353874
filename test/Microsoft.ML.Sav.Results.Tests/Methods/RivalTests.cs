using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Sav.Results.Linear;
using Microsoft.ML.Sav.Results.Methods;

namespace Microsoft.ML.Sav.Results.Tests.Methods;

/// <summary>Every rival predicts the classes of rows that are easy to tell apart: its scores are in the order of the classes.</summary>
public class RivalTests
{
    private const int RowsPerClass = 12;

    private static readonly string[] Words = ["apple", "bridge", "candle"];

    // The order of rows is not that of classes.
    private static readonly DataSet Rows = new("test", Enumerable.Range(0, Words.Length * RowsPerClass).Select(i => new Row($"class {2 - (i % 3)}", $"row {i}") { Text = $"{Words[i % 3]} {Words[i % 3]} number {i}" }));

    private static readonly float[][] Vectors =
    [
        .. Enumerable.Range(0, Words.Length * RowsPerClass).Select(i => GramMatrix.Normalize([i % 3 == 0 ? 1 : 0, i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0, .1f * (i % 5)])),
    ];

    private static readonly Method[] Rivals =
    [
        new NearestClassMean("mean", Rows, Vectors),
        new LogisticRegressionMethod("cross-validated", Rows, Select, choosesByTest: false),
        new LogisticRegressionMethod("by test", Rows, Select, choosesByTest: true),
        new MachineLearningImages("ML.NET images", Rows, () => Vectors),
        new MachineLearningTexts("ML.NET texts", Rows),
    ];

    public static TheoryData<string> Names => [.. Rivals.Select(rival => rival.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Score_ClassesFarApart_PredictsEach(string name)
    {
        int[] training = [.. Enumerable.Range(0, Rows.Rows.Count / 2)];
        int[] test = [.. Enumerable.Range(Rows.Rows.Count / 2, Rows.Rows.Count / 2)];

        var scores = Rivals.Single(rival => rival.Name == name).Score(training, test);

        scores.Select(row => Array.IndexOf(row, row.Max())).Should().Equal(Rows.GetClasses(test));
        scores.Should().OnlyContain(row => row.Length == 3 && Math.Abs(row.Sum() - 1) < 1e-3);
    }

    private static (float[][] Training, float[][] Test) Select(int[] training, int[] test) => (Array.ConvertAll(training, row => Vectors[row]), Array.ConvertAll(test, row => Vectors[row]));
}
