namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class FitCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private static readonly string Photo = Repository.Fixture("images", "photo.jpg");

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder["model.zip"];

    [Fact]
    public void ImageFolders_PrintsClassesHeadsAndFile()
    {
        foreach (var name in TrainedModel.Classes)
            model.FitOutput.Should().MatchRegex($@"{name} +20 ");
        model.FitOutput.Should().MatchRegex(@"L\d\.H\d +\d+ of 60").And.MatchRegex(@"model\.zip: [\d,]+ bytes");
    }

    [Fact]
    public void ImageFolders_ModelIsOneOfMlNet()
    {
        var context = new MLContext();

        var chain = context.Model.Load(model.File, out var schema);

        schema.Select(column => column.Name).Should().Equal("ImagePath", "Text", "Label");
        var classifier = ((IEnumerable<ITransformer>)chain).OfType<SavTransformer>().Single();
        classifier.Model.ClassNames.Should().Equal(TrainedModel.Classes);
        classifier.Model.Heads.Should().HaveCount(7);
    }

    [Fact]
    public void JsonLines_QuestionsAndSeveralImages_RowsWithoutLabelAreLeftOut()
    {
        var rows = _folder.WriteRows(
            "rows.jsonl",
            new { image = new[] { Photo, Photo }, question = "Same?", label = "yes" },
            new { image = new[] { Photo }, question = "Which?" },
            new { question = "None?", label = "no" });

        var sav = SavProcess.Run("fit", TrainedModel.Lmm, rows, "-o", Target, "--heads", "3", "--tie-rule", "firstvoted", "--prompt", "{text} Say.");

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex("yes +1 ").And.MatchRegex("no +1 ").And.Contain("of 2 ");
    }

    [Fact]
    public void BrokenImage_NamesItAndLeavesNoFile()
    {
        var broken = Path.Combine(_folder.Copy(model.Training, "train"), "bag", "99.png");
        File.WriteAllText(broken, "no image");

        SavProcess.Run("fit", TrainedModel.Lmm, _folder["train"], "-o", Target).ShouldFail("'*99.png': *");

        _folder.Files.Should().BeEmpty();
    }

    [Fact]
    public void BrokenImageInRows_NamesFileAndLine() =>
        SavProcess.Run("fit", TrainedModel.Lmm, _folder.WriteRows("rows.jsonl", new { image = Photo, label = "a" }, new { image = "gone.png", label = "b" }), "-o", Target)
            .ShouldFail("'*rows.jsonl' line 2: The image file '*gone.png' does not exist.");

    [Fact]
    public void OneClass_SaysThatTwoAreNeeded() =>
        SavProcess.Run("fit", TrainedModel.Lmm, _folder.WriteRows("rows.jsonl", new { image = Photo, label = "a" }), "-o", Target).ShouldFail("*at least two classes*");

    [Fact]
    public void NoLabels_SaysSo() =>
        SavProcess.Run("fit", TrainedModel.Lmm, _folder.WriteRows("rows.jsonl", new { image = Photo }), "-o", Target).ShouldFail("'*rows.jsonl' has no row with a 'label'.");

    [Fact]
    public void FolderWithoutClasses_SaysWhatIsExpected() =>
        SavProcess.Run("fit", TrainedModel.Lmm, Repository.Fixture("images"), "-o", Target).ShouldFail("'*images' has no images CLASS/*.{jpg,*");

    [Fact]
    public void MoreHeadsThanThereAre_SaysHowManyThereAre() =>
        SavProcess.Run("fit", TrainedModel.Lmm, model.Training, "-o", Target, "--heads", "500").ShouldFail("500 heads are to be kept, but the LMM in '*' has 24.");

    [Fact]
    public void NoFolderForTheOutput_SaysSoAtOnce() =>
        SavProcess.Run("fit", TrainedModel.Lmm, model.Training, "-o", _folder["none/model.zip"]).ShouldFail("There is no folder for the file '*none*model.zip'.");

    [SkippableFact]
    public void CtrlC_ExitsWith130AndLeavesNoFile()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Ctrl+C is sent with Linux' env and kill.");
        using var sav = SavProcess.Start("fit", Repository.EmbeddedLmm, model.Training, "-o", Target);
        sav.WaitFor(running => running.Error.Contains("Training", StringComparison.Ordinal));

        sav.Interrupt();

        sav.ShouldFail("interrupted.", exitCode: 130);
        _folder.Files.Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();
}
