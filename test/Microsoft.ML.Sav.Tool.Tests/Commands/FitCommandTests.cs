using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class FitCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private static readonly string Photo = Repository.Fixture("images", "photo.jpg");

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("model.zip");

    [Fact]
    public void Fit_ImageFolders_PrintsClassesExpertsAndFile()
    {
        foreach (var name in TrainedModel.Classes)
            model.FitOutput.Should().MatchRegex($@"{name} +20 ");
        model.FitOutput.Should().MatchRegex(@"VisionEncoder +1 +\d").And.MatchRegex(@"TokenMean +7 +\d").And.MatchRegex(@"accuracy +(1|0\.\d+)").And.MatchRegex(@"model\.zip: [\d,]+ bytes");
    }

    [Fact]
    public void Fit_ImageFolders_ModelIsOneOfMlNet()
    {
        var context = new MLContext();

        var chain = context.Model.Load(model.File, out var schema);

        schema.Select(column => column.Name).Should().Equal("ImagePath", "Text", "Label");
        var classifier = ((IEnumerable<ITransformer>)chain).OfType<SavTransformer>().Single();
        classifier.Model.ClassNames.Should().Equal(TrainedModel.Classes);
        classifier.Model.Report.Experts.Select(expert => expert.FeatureCount).Should().Equal(1, 1, 7, 7);
    }

    [Fact]
    public void Fit_JsonLines_QuestionsAndSeveralImages_RowsWithoutLabelAreLeftOut()
    {
        var rows = _folder.WriteRows(
            "rows.jsonl",
            new { image = new[] { Photo, Photo }, question = "Same?", label = "yes" },
            new { image = new[] { Photo }, question = "Which?" },
            new { question = "None?", label = "no" });

        var sav = Fit(rows, "--classifier", "sparseattentionvectors", "--heads", "3", "--tie-rule", "firstvoted", "--prompt", "{text} Say.");

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex("yes +1 ").And.MatchRegex("no +1 ").And.MatchRegex(@"L\d+\.H\d+ +2 ");
    }

    [Fact]
    public void Fit_SeveralPrompts_PrintsTheirRankingAndKeepsOne()
    {
        var rows = _folder.WriteRows("rows.jsonl", Enumerable.Range(0, 12).Select(i => new { question = $"Row {i}", label = i % 2 == 0 ? "even" : "odd" }));

        var sav = Fit(rows, "--heads", "3", "--prompt", "{text}", "--prompt", "Even or odd? {text}");

        sav.ShouldSucceed();
        var ranking = sav.Output.Split('\n').SkipWhile(line => !line.Contains("standard error")).Skip(2).Take(2).ToArray();
        ranking.Should().ContainSingle(line => line.Contains("Even or odd? {text}")).And.ContainSingle(line => line.Contains(" yes "));
    }

    [Fact]
    public void Fit_ImagesWherePromptsMakeNoDifference_SaysSo()
    {
        var sav = Fit(model.Training, "--heads", "3", "--prompt", "What is this?", "--prompt", "Name it.");

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex(@"vision +-?\d");
        sav.Error.Should().Contain("The prompts make no difference");
    }

    [Fact]
    public void Fit_HeadsFromAnotherTask_KeepsThoseHeads()
    {
        var source = _folder.File("source.zip");
        SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, model.Training, "-o", source, "--heads", "5", "--classifier", "SparseAttentionVectors").ShouldSucceed();
        var rows = _folder.WriteRows("rows.jsonl", Enumerable.Range(0, 8).Select(i => new { question = $"Row {i}", label = i % 2 == 0 ? "even" : "odd" }));

        var sav = Fit(rows, "--classifier", "SparseAttentionVectors", "--heads-from", source);

        sav.ShouldSucceed();
        Heads(Target).Should().BeEquivalentTo(Heads(source)).And.HaveCount(5);
    }

    [Fact]
    public void Fit_HeadsFromAnotherLmm_IsRefused() =>
        SavProcess.Run("fit", "--lmm", Repository.EmbeddedLmm, model.Training, "-o", Target, "--heads-from", model.File)
            .ShouldFail($"'*model.zip' was trained with another LMM (fingerprint *) than that in '{Repository.EmbeddedLmm}' (fingerprint *).");

    [Fact]
    public void Fit_TwoProcesses_OneOutput_BothSucceed()
    {
        using var first = SavProcess.Start("fit", "--lmm", TrainedModel.Lmm, model.Training, "-o", Target);
        using var second = SavProcess.Start("fit", "--lmm", TrainedModel.Lmm, model.Training, "-o", Target);
        first.WaitForExit();
        second.WaitForExit();

        first.ShouldSucceed();
        second.ShouldSucceed();
        _folder.Files.Should().Equal("model.zip");
        SavProcess.Run("predict", Target, Photo).ShouldSucceed();
    }

    [Fact]
    public void Fit_OutputIsAnInput_IsRefusedAndKept()
    {
        var rows = _folder.WriteRows("rows.jsonl", new { image = Photo, label = "a" }, new { image = "own.jpg", label = "b" });
        File.Copy(Photo, _folder.File("own.jpg"));

        SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, rows, "-o", rows).ShouldFail("'*rows.jsonl' would replace the input '*rows.jsonl'; name another output.");
        SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, rows, "-o", _folder.File("own.jpg")).ShouldFail("'*own.jpg' would replace the input '*own.jpg'; name another output.");

        File.ReadAllBytes(_folder.File("own.jpg")).Should().Equal(File.ReadAllBytes(Photo));
    }

    [Fact]
    public void Fit_OutputIsTheModelOfHeadsFrom_IsRefused()
    {
        File.Copy(model.File, _folder.File("train.zip"));

        SavProcess.RunIn(_folder.Path, TrainedModel.Lmm, ["fit", model.Training, "--heads-from", "train.zip"]).ShouldFail("'train.zip' would replace the input 'train.zip'; name another output.");
    }

    [Fact]
    public void Fit_OutputIsTheTableOfTheFolder_IsRefused()
    {
        _folder.Write("metadata.csv", "text,label\nA,a\nB,b\n");

        SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, _folder.Path, "-o", _folder.File("metadata.csv")).ShouldFail("'*metadata.csv' would replace the input '*metadata.csv'; name another output.");
    }

    [Fact]
    public void Fit_BrokenImage_NamesItAndLeavesNoFile()
    {
        var broken = Path.Combine(_folder.CopyFolder(model.Training, "train"), "bag", "99.png");
        File.WriteAllText(broken, "no image");

        Fit(_folder.File("train")).ShouldFail("'*99.png': *");

        _folder.Files.Should().BeEmpty();
    }

    [Fact]
    public void Fit_BrokenImageInRows_NamesFileAndLine() =>
        Fit(_folder.WriteRows("rows.jsonl", new { image = Photo, label = "a" }, new { image = "gone.png", label = "b" }))
            .ShouldFail("'*rows.jsonl' line 2: The image file '*gone.png' does not exist.");

    [Fact]
    public void Fit_OneClass_Fails() =>
        Fit(_folder.WriteRows("rows.jsonl", new { image = Photo, label = "a" })).ShouldFail("'*rows.jsonl' has only the class 'a', expected at least two classes.");

    [Fact]
    public void Fit_NoLabels_Fails() =>
        Fit(_folder.WriteRows("rows.jsonl", new { image = Photo })).ShouldFail("'*rows.jsonl' has no row with a 'label'.");

    [Fact]
    public void Fit_FolderWithoutClasses_NamesWhatIsExpected() =>
        Fit(Repository.Fixture("images")).ShouldFail("'*images' has no images CLASS/*.{jpg,*");

    [Fact]
    public void Fit_MoreHeadsThanThereAre_NamesTheirNumber() =>
        Fit(model.Training, "--heads", "500").ShouldFail("500 heads are to be selected, but the LMM in '*' has 24.");

    [Fact]
    public void Fit_NoFolderForTheOutput_FailsAtOnce() =>
        SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, model.Training, "-o", _folder.File("none/model.zip")).ShouldFail("There is no folder for the file '*none*model.zip'.");

    [SkippableFact]
    public void Fit_CtrlC_ExitsWith130AndLeavesNoFile()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Ctrl+C is sent with Linux' env and kill.");
        using var sav = SavProcess.Start("fit", "--lmm", Repository.EmbeddedLmm, model.Training, "-o", Target);
        sav.WaitFor(running => running.Error.Contains("Training", StringComparison.Ordinal));

        sav.Interrupt();

        sav.ShouldFail("interrupted.", exitCode: 130);
        _folder.Files.Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<Feature> Heads(string path)
    {
        using var classifier = ((IEnumerable<ITransformer>)new MLContext().Model.Load(path, out _)).OfType<SavTransformer>().Single();
        return classifier.Model.Report.Features.Select(feature => feature.Feature);
    }

    private SavProcess Fit(string data, params string[] options) => SavProcess.Run(["fit", "--lmm", TrainedModel.Lmm, data, "-o", Target, .. options]);
}
