using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

/// <summary>Options of <c>sav fit</c> for depth, memory, cache, and for measuring accuracy.</summary>
public sealed class FitOptionsTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("model.zip");

    [Fact]
    public void Fit_Depth_KeepsHeadsOfTheFirstLayers()
    {
        Fit("--depth", "2", "--classifier", "SparseAttentionVectors", "--heads", "5").ShouldSucceed();

        using var classifier = ((IEnumerable<ITransformer>)new MLContext().Model.Load(Target, out _)).OfType<SavTransformer>().Single();
        classifier.Model.Report.Features.Select(feature => feature.Feature.Layer).Should().HaveCount(5).And.OnlyContain(layer => layer < 2);
    }

    [Fact]
    public void Fit_ShotsTestAndFolds_MeasureOnOtherRows()
    {
        var sav = Fit("--shots", "6", "--test-share", "0.5", "--folds", "3", "--seed", "7", "--heads", "3", "--json");

        sav.ShouldSucceed();
        sav.Json.GetProperty("classes").EnumerateObject().Should().AllSatisfy(item => item.Value.GetInt32().Should().Be(6));
        sav.Json.GetProperty("test").GetProperty("examples").GetInt32().Should().Be(30);
        sav.Json.GetProperty("folds").EnumerateArray().Select(fold => fold.GetProperty("examples").GetInt32()).Should().Equal(6, 6, 6);
        sav.Json.GetProperty("test").GetProperty("accuracy").GetDouble().Should().BeInRange(0, 1);
        sav.Json.GetProperty("leave_one_out").GetProperty("accuracy").GetDouble().Should().BeInRange(0, 1);
        sav.Json.GetProperty("file").GetString().Should().Be(Target);
    }

    [Fact]
    public void Fit_TestAndFolds_PrintsTables()
    {
        var sav = Fit("--test-share", "0.2", "--folds", "2", "--heads", "3");

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex(@"fold 2 +24 +\d").And.MatchRegex(@"mean +48 +[\d.]+ % ± ").And.MatchRegex(@"rows that were left out +12 +\d");
    }

    [Fact]
    public void Fit_SkipErrors_NamesTheBadRowsOfTrainingAndOfTheTest()
    {
        var images = Directory.GetFiles(model.Training, "*.png", SearchOption.AllDirectories).Order().GroupBy(path => Path.GetFileName(Path.GetDirectoryName(path))!).Take(2);
        var rows = _folder.WriteRows("rows.jsonl", images.SelectMany(images => images.Take(8).Concat(["gone", "gone", "gone", "gone"]), (images, image) => new { image, label = images.Key }));

        var sav = SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, rows, "-o", Target, "--heads", "3", "--test-share", "0.5", "--skip-errors");

        sav.ShouldSucceed();
        Regex.Matches(sav.Error, @"Skipped '.*rows\.jsonl' line (\d+)").Select(match => int.Parse(match.Groups[1].Value)).Order()
            .Should().Equal(9, 10, 11, 12, 21, 22, 23, 24);
    }

    [Fact]
    public void Fit_Cache_KeepsTheFeaturesForTheNextCommand()
    {
        var cache = _folder.File("features");
        Fit("--cache", cache, "--heads", "3", "--skip-errors").ShouldSucceed();
        var stored = Directory.GetFiles(cache, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        stored.Should().NotBeEmpty();

        Fit("--cache", cache, "--heads", "5", "--memory-limit", "0").ShouldSucceed();
        SavProcess.Run("evaluate", Target, model.Training, "--cache", cache).ShouldSucceed();

        Directory.GetFiles(cache, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc).Should().BeEquivalentTo(stored);
    }

    [Theory]
    [InlineData("--depth", "0", "--depth should be an integer of at least 1, found '0'.")]
    [InlineData("--folds", "1", "--folds should be an integer of at least 2, found '1'.")]
    [InlineData("--shots", "few", "--shots should be an integer of at least 1, found 'few'.")]
    [InlineData("--test-share", "20", "--test-share should be a number above 0 and below 1, found '20'.")]
    public void Fit_OptionWrong_NamesIt(string option, string value, string message)
    {
        var sav = Fit(option, value);

        sav.ExitCode.Should().Be(2);
        sav.Error.Should().Contain(message);
    }

    [Fact]
    public void Predict_Top_PrintsTheLikeliestClasses()
    {
        var photo = Path.Combine(model.Test, "bag", "00.png");

        var fields = SavProcess.Run("predict", model.File, photo, "--top", "3").Output.TrimEnd().Split('\t');
        var json = SavProcess.Run("predict", model.File, photo, "--top", "2", "--json").Json[0];

        fields.Should().HaveCount(7);
        new[] { fields[1], fields[3], fields[5] }.Should().BeEquivalentTo(TrainedModel.Classes);
        new[] { fields[2], fields[4], fields[6] }.Should().BeInDescendingOrder();
        json.GetProperty("top").EnumerateArray().Select(label => label.GetString()).Should().Equal(fields[1], fields[3]);
    }

    [Fact]
    public void Predict_ModelOfQuestions_ImageNeedsItsQuestion()
    {
        var photos = Directory.GetFiles(Path.Combine(model.Test, "bag"));
        var rows = _folder.WriteRows("rows.jsonl", photos.Take(8).Select((photo, i) => new { image = photo, question = $"Is {i} even?", label = i % 2 == 0 ? "yes" : "no" }));
        SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, rows, "-o", Target, "--heads", "3", "--classifier", "SparseAttentionVectors").ShouldSucceed();

        SavProcess.Run("predict", Target, photos[0]).ShouldFail($"'{photos[0]}': has no question, and the model was trained with questions. *--question.");
        SavProcess.Run("explain", Target, photos[0]).ShouldFail("*has no question*");
        var answer = SavProcess.Run("predict", Target, photos[0], "--question", "Is 0 even?", "--json");

        answer.ShouldSucceed();
        answer.Json[0].GetProperty("question").GetString().Should().Be("Is 0 even?");
        answer.Json[0].GetProperty("scores").GetRawText().Should().Be(SavProcess.Run("predict", Target, rows, "--json").Json[0].GetProperty("scores").GetRawText());
    }

    [Fact]
    public void Predict_ModelOfImages_QuestionsHaveNoEffectAndImagesAreNeeded()
    {
        var photo = Path.Combine(model.Test, "bag", "00.png");
        var rows = _folder.WriteRows("rows.jsonl", new { image = photo, question = "What?" }, new { image = photo, question = "Who?" });

        var sav = SavProcess.Run("predict", model.File, rows);

        sav.ShouldSucceed();
        sav.Error.Should().Be("sav: The model was trained without questions; those of the rows have no effect.\n");
        SavProcess.Run("predict", model.File, _folder.WriteRows("texts.jsonl", new { question = "What?" })).ShouldFail("'*texts.jsonl' line 1: has no image, and the model was trained with images alone.");
    }

    public void Dispose() => _folder.Dispose();

    private SavProcess Fit(params string[] options) => SavProcess.Run(["fit", "--lmm", TrainedModel.Lmm, model.Training, "-o", Target, .. options]);
}
