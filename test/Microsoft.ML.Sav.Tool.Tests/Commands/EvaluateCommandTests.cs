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
    public void Evaluate_Groups_CountsWhatPredictPredicts()
    {
        var rows = WriteGroups(Image("bag"), "What?", "What is it?");

        var sav = SavProcess.Run("evaluate", model.File, rows, "--groups", "--json");

        sav.ShouldSucceed();
        // Question 1 is labelled as predicted for both images, question 2 for the first image only.
        var groups = sav.Json.GetProperty("groups");
        groups.GetProperty("group_count").GetInt32().Should().Be(1);
        groups.GetProperty("accuracy").GetDouble().Should().Be(0.75);
        groups.GetProperty("question_accuracy").GetDouble().Should().Be(0.5);
        groups.GetProperty("image_accuracy").GetDouble().Should().Be(0.5);
        groups.GetProperty("group_accuracy").GetDouble().Should().Be(0);
        SavProcess.Run("evaluate", model.File, rows, "--groups").Output.Should().MatchRegex(@"1 +50.0 % +50.0 % +0.0 %");
    }

    [Fact]
    public void Evaluate_GroupsInAnotherOrder_NamesTheRow() =>
        SavProcess.Run("evaluate", model.File, WriteGroups(Image("sandal"), "What?", "What?"), "--groups")
            .ShouldFail("'*rows.jsonl' line 3: expected the image '*bag*', as in '*rows.jsonl' line 1, found '*sandal*'. A group is *");

    [Fact]
    public void Evaluate_HalfAGroup_NamesTheRow()
    {
        var rows = _folder.WriteRows("rows.jsonl", new { image = Image("bag"), question = "What?", label = "bag" });

        SavProcess.Run("evaluate", model.File, rows, "--groups").ShouldFail("'*rows.jsonl' line 1: expected a group of 4 rows with labels, found 1 at the end.");
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

    private string Image(string name) => Path.Combine(model.Test, name, "00.png");

    private string WriteGroups(string thirdImage, string firstQuestion, string secondQuestion)
    {
        (string Image, string Question)[] rows = [(Image("bag"), firstQuestion), (Image("trouser"), firstQuestion), (thirdImage, secondQuestion), (Image("trouser"), secondQuestion)];
        var predicted = Array.ConvertAll(rows, row => SavProcess.Run("predict", model.File, row.Image).Output.Split('\t')[1]);
        predicted[3] = TrainedModel.Classes.First(name => name != predicted[3]);
        return _folder.WriteRows("rows.jsonl", rows.Zip(predicted, (row, label) => new { image = row.Image, question = row.Question, label }));
    }

    // how many of a class's test photos are predicted as each class
    private int[] PredictedCounts(string name)
    {
        var lines = SavProcess.Run("predict", model.File, Path.Combine(model.Test, name)).Output.TrimEnd().Split('\n');
        return Array.ConvertAll(TrainedModel.Classes, predicted => lines.Count(line => line.Contains($"\t{predicted}\t", StringComparison.Ordinal)));
    }
}
