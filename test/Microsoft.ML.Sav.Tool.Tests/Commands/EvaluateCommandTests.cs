namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class EvaluateCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Evaluate_Json_CountsWhatPredictPredicts()
    {
        var counts = Array.ConvertAll(TrainedModel.Classes, PredictedCounts);

        var sav = SavProcess.Run("evaluate", model.File, model.Test, "--json");

        sav.ShouldSucceed();
        sav.Json.GetProperty("classes").EnumerateArray().Select(name => name.GetString()).Should().Equal(TrainedModel.Classes);
        sav.Json.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(count => count.GetInt32()))
            .Should().BeEquivalentTo(counts, options => options.WithStrictOrdering());
        var right = counts.Index().Sum(row => row.Item[row.Index]);
        sav.Json.GetProperty("examples").GetInt32().Should().Be(60);
        sav.Json.GetProperty("accuracy").GetDouble().Should().BeApproximately(right / 60.0, 1e-9);
    }

    [Fact]
    public void Evaluate_NoJsonOption_PrintsAccuracyAndConfusion()
    {
        var sav = SavProcess.Run("evaluate", model.File, model.Test);

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex(@"60 +\d+\.\d %").And.Contain("33.3 %").And.MatchRegex(@"actual \\ predicted +bag +sandal +trouser +recall");
    }

    [Fact]
    public void Evaluate_UnknownLabel_NamesRowAndLabels()
    {
        var rows = _folder.WriteRows("rows.jsonl", new { image = "a.png", label = "bag" }, new { image = "b.png", label = "hat" });

        SavProcess.Run("evaluate", model.File, rows)
            .ShouldFail("'*rows.jsonl' line 2: the model does not know the label 'hat'; it knows bag, sandal, trouser.");
    }

    [Fact]
    public void Evaluate_BrokenImage_NamesTheRow()
    {
        var good = Path.Combine(model.Test, "bag", "00.png");
        var rows = _folder.WriteRows("rows.jsonl", new { image = good, label = "bag" }, new { image = "b.png", label = "bag" });

        SavProcess.Run("evaluate", model.File, rows).ShouldFail("'*rows.jsonl' line 2: The image file '*b.png' does not exist.");
    }

    public void Dispose() => _folder.Dispose();

    // how many of a class's test photos are predicted as each class
    private int[] PredictedCounts(string name)
    {
        var lines = SavProcess.Run("predict", model.File, Path.Combine(model.Test, name)).Output.TrimEnd().Split('\n');
        return Array.ConvertAll(TrainedModel.Classes, predicted => lines.Count(line => line.Contains($"\t{predicted}\t", StringComparison.Ordinal)));
    }
}
