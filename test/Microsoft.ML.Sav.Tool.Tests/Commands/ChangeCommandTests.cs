namespace Microsoft.ML.Sav.Tool.Tests.Commands;

/// <summary>The commands that change the training examples of a model: update, forget, relabel and merge.</summary>
public sealed class ChangeCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("model.zip");

    [Fact]
    public void Update_NewClass_IsPredictedAndCanBeEvaluated()
    {
        Fit(Target, "bag", "sandal");
        var more = Rows("more.jsonl", "trouser");

        using var update = SavProcess.Run("update", Target, more);

        update.ShouldSucceed();
        update.Output.Should().MatchRegex("bag +4 ").And.MatchRegex("sandal +4 ").And.MatchRegex("trouser +4 ").And.MatchRegex(@"model\.zip: [\d,]+ bytes");
        var evaluation = SavProcess.Run("evaluate", Target, model.Test, "--json").Json;
        evaluation.GetProperty("classes").EnumerateArray().Select(name => name.GetString()).Should().Equal(TrainedModel.Classes);
        evaluation.GetProperty("examples").GetInt32().Should().Be(60);
        evaluation.GetProperty("accuracy").GetDouble().Should().BeGreaterThan(0.5, "chance is 1/3");
        _folder.Files.Should().BeEquivalentTo("model.zip", "more.jsonl", "bag-sandal.jsonl");
    }

    [SkippableFact]
    public void Update_Interrupted_LeavesTheModelAsItIs()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Signals are sent with Linux' env and kill.");
        Fit(Target, "bag", "sandal");
        var before = File.ReadAllBytes(Target);
        var more = _folder.WriteRows("more.jsonl", [.. Enumerable.Repeat((object)new { image = Photo("trouser", 0), label = "trouser" }, 5000)]);
        using var update = SavProcess.Start("update", Target, more);
        update.WaitFor(running => running.Error.Contains("Updating", StringComparison.Ordinal));

        update.Interrupt();

        update.ShouldFail("interrupted.", exitCode: 130);
        File.ReadAllBytes(Target).Should().Equal(before);
        _folder.Files.Should().NotContain(file => file.EndsWith(".sav-tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Forget_Class_WritesAModelWithoutIt()
    {
        Fit(Target, TrainedModel.Classes);
        var before = File.ReadAllBytes(Target);

        using var forget = SavProcess.Run("forget", Target, "--class", "bag", "-o", _folder.File("less.zip"));

        forget.ShouldSucceed();
        forget.Output.Should().NotContain("bag").And.MatchRegex("sandal +4 ");
        File.ReadAllBytes(Target).Should().Equal(before);
        SavProcess.Run("evaluate", _folder.File("less.zip"), Rows("rows.jsonl", "sandal", "trouser"), "--json").Json
            .GetProperty("accuracy").GetDouble().Should().BeGreaterThan(0.7, "both classes were trained");
    }

    [Fact]
    public void ForgetAndRelabel_RowsGivenAgain_ChangeTheCounts()
    {
        Fit(Target, "bag", "sandal");

        SavProcess.Run("forget", Target, Photo("bag", 0), Photo("bag", 1)).Output.Should().MatchRegex("bag +2 ").And.MatchRegex("sandal +4 ");
        var rows = _folder.WriteRows("right.jsonl", new { image = Photo("sandal", 0), label = "bag" });
        SavProcess.Run("relabel", Target, rows).Output.Should().MatchRegex("bag +3 ").And.MatchRegex("sandal +3 ");
        SavProcess.Run("forget", Target, Photo("bag", 0)).ShouldFail("'*bag*00.png': it has the content of none of the 6 training examples");
    }

    [Fact]
    public void Merge_TwoModels_HasTheExamplesOfBoth()
    {
        Fit(_folder.File("a.zip"), "bag", "sandal");
        Fit(_folder.File("b.zip"), "sandal", "trouser");

        using var merge = SavProcess.Run("merge", _folder.File("a.zip"), _folder.File("b.zip"), "-o", Target);

        merge.ShouldSucceed();
        merge.Output.Should().MatchRegex("bag +4 ").And.MatchRegex("sandal +8 ").And.MatchRegex("trouser +4 ");
        SavProcess.Run("merge", _folder.File("a.zip"), _folder.File("b.zip"), "-o", _folder.File("b.zip")).ShouldFail("'*b.zip' would replace the input '*b.zip'; name another output.");
    }

    [Fact]
    public void Update_ModelWithoutExamples_SaysHowToKeepThem()
    {
        var before = File.ReadAllBytes(model.File);

        SavProcess.Run("update", model.File, model.Test).ShouldFail("The model keeps no training examples*--keep-examples*");

        File.ReadAllBytes(model.File).Should().Equal(before);
    }

    [Fact]
    public void Forget_ClassAndOutputIsAFileOfTheLmm_IsRefused() =>
        SavProcess.Run("forget", model.File, "--class", "bag", "-o", Path.Combine(TrainedModel.Lmm, "tokenizer.json")).ShouldFail("'*tokenizer.json' is a file of the LMM in *");

    [Fact]
    public void Forget_NeitherClassNorRows_IsAUsageError() =>
        SavProcess.Run("forget", model.File).ShouldFail("Give --class NAME or the rows to forget*", exitCode: 2);

    public void Dispose() => _folder.Dispose();

    private void Fit(string target, params string[] classes)
    {
        using var fit = SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, Rows($"{string.Join('-', classes)}.jsonl", classes), "-o", target, "--heads", "7", "--keep-examples");
        fit.ShouldSucceed();
    }

    private string Rows(string name, params string[] classes) => _folder.WriteRows(
        name, [.. from label in classes from number in Enumerable.Range(0, 4) select (object)new { image = Photo(label, number), label }]);

    private string Photo(string className, int number) => Path.Combine(model.Training, className, $"{number:00}.png");
}
