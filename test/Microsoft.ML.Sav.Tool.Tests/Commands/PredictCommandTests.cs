using System.Globalization;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class PredictCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Bags => Path.Combine(model.Test, "bag");

    [Fact]
    public void Predict_Items_PredictsAsMlNetDoes()
    {
        var photo = Path.Combine(model.Test, "sandal", "03.png");
        string[] paths = [.. Directory.GetFiles(Bags).Order(StringComparer.Ordinal), photo];

        var sav = SavProcess.Run("predict", model.File, Bags, photo);

        sav.ShouldSucceed();
        sav.Output.TrimEnd().Split('\n').Should().Equal(PredictWithMlNet(paths));
    }

    [Fact]
    public void Predict_FolderPerClass_PredictsAllImages()
    {
        var sav = SavProcess.Run("predict", model.File, model.Test);

        sav.ShouldSucceed();
        sav.Output.TrimEnd().Split('\n').Should().HaveCount(60);
    }

    [Fact]
    public void Predict_Json_HasTheScoreOfEveryClass()
    {
        var sav = SavProcess.Run("predict", model.File, Bags, "--json");

        sav.ShouldSucceed();
        sav.Json.EnumerateArray().Should().HaveCount(Directory.GetFiles(Bags).Length).And.AllSatisfy(prediction =>
        {
            var scores = prediction.GetProperty("scores").EnumerateObject().ToDictionary(score => score.Name, score => score.Value.GetSingle());
            scores.Keys.Should().Equal(TrainedModel.Classes);
            scores.Values.Sum().Should().BeApproximately(1, 1e-4f);
            prediction.GetProperty("predicted").GetString().Should().Be(scores.MaxBy(score => score.Value).Key);
        });
    }

    [Fact]
    public void Predict_JsonLines_PathsAreRelativeToTheFile()
    {
        var rows = Path.Combine(model.Test, "rows.jsonl");
        File.WriteAllText(rows, """{"image": "bag/00.png"}""");

        SavProcess.Run("predict", model.File, rows).Output.Should().StartWith(Path.Combine(Bags, "00.png") + "\t");
    }

    [SkippableFact]
    public void Predict_PathWithControlCharacters_IsEscaped()
    {
        Skip.If(OperatingSystem.IsWindows(), "Paths have no control characters on Windows.");
        var path = _folder.File("a\tb\nc\u001b[31m.png");
        File.Copy(Path.Combine(Bags, "00.png"), path);

        SavProcess.Run("predict", model.File, path).Output.Should().MatchRegex(@"^[^\t]*a\\tb\\nc\\u001b\[31m\.png\t\w+\t\d\.\d{3}\n$");
    }

    [Fact]
    public void Predict_MissingImage_PrintsEarlierPredictionsAndNamesIt()
    {
        var sav = SavProcess.Run("predict", model.File, Path.Combine(Bags, "00.png"), "gone.png");

        sav.ExitCode.Should().Be(1);
        sav.Output.Should().StartWith(Path.Combine(Bags, "00.png"));
        sav.Error.Should().Match("sav: 'gone.png': The image file 'gone.png' does not exist.\n");
    }

    [Fact]
    public void Predict_SkipErrors_LeavesMissingImagesOutAndReportsThem()
    {
        var sav = SavProcess.Run("predict", model.File, "gone.png", Path.Combine(Bags, "00.png"), "--skip-errors");

        sav.ExitCode.Should().Be(0);
        sav.Output.Should().StartWith(Path.Combine(Bags, "00.png")).And.EndWith("\n").And.NotContain("gone");
        sav.Error.Should().Be("sav: Skipped 'gone.png': The image file 'gone.png' does not exist.\nsav: Rows that cannot be used and were skipped: 1\n");
    }

    [Fact]
    public void Predict_SkipErrors_LeavesRowsWithoutAnImageOut()
    {
        var photo = Path.Combine(Bags, "00.png");
        var rows = _folder.WriteLines("rows.jsonl", """{"question": "What?"}""", $$"""{"image": "{{photo.Replace('\\', '/')}}"}""");

        var sav = SavProcess.Run("predict", model.File, rows, "--skip-errors");

        sav.ExitCode.Should().Be(0);
        sav.Output.Split('\n').Should().HaveCount(2).And.Subject.First().Should().Contain("00.png\t");
        sav.Error.Should().Be($"sav: Skipped '{rows}' line 1: has no image, and the model was trained with images alone.\nsav: Rows that cannot be used and were skipped: 1\n");
    }

    [Fact]
    public void Predict_MissingModel_NamesIt() => SavProcess.Run("predict", _folder.File("none.zip"), Bags).ShouldFail("There is no model '*none.zip'.");

    [Fact]
    public void Predict_OtherFile_Fails() =>
        SavProcess.Run("predict", _folder.WriteLines("text.zip", "hello"), Bags).ShouldFail("'*text.zip' is not an ML.NET model that can be read: *");

    [Fact]
    public void Predict_OtherModel_NamesWhatItLacks()
    {
        var context = new MLContext();
        var data = context.Data.LoadFromEnumerable([new Photo()]);
        context.Model.Save(context.Transforms.CopyColumns("Copy", nameof(Photo.ImagePath)).Fit(data), data.Schema, _folder.File("other.zip"));

        SavProcess.Run("predict", _folder.File("other.zip"), Bags).ShouldFail("'*other.zip' is an ML.NET model without a SavTransformer.");
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<string> PredictWithMlNet(string[] paths)
    {
        var context = new MLContext();
        using var engine = context.Model.CreatePredictionEngine<Photo, Answer>(context.Model.Load(model.File, out _));
        foreach (var path in paths)
        {
            var answer = engine.Predict(new Photo { ImagePath = [path] });
            yield return string.Create(CultureInfo.InvariantCulture, $"{path}\t{answer.PredictedLabel}\t{answer.Score.Max():F3}");
        }
    }

    private sealed class Photo
    {
        public string[] ImagePath { get; set; } = [];

        public string Label { get; set; } = "";
    }

    private sealed class Answer
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
