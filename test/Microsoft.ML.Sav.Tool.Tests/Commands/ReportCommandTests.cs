namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class ReportCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Report_OfAModel_IsAPageWithTheTitle()
    {
        var file = _folder.File("report.html");

        var sav = SavProcess.Run("report", model.File, model.Test, "-o", file, "--title", "Bags & more", "--rows", "2");

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex(@"report\.html: [\d,]+ bytes");
        File.ReadAllText(file).Should().StartWith("<!DOCTYPE html>").And.Contain("<title>Bags &amp; more</title>").And.Contain("60 rows of 3 classes");
    }

    [Fact]
    public void Report_WithoutTitle_HasTheModelsName()
    {
        var file = _folder.File("report.html");

        SavProcess.Run("report", model.File, model.Test, "-o", file).ShouldSucceed();

        File.ReadAllText(file).Should().Contain("<title>model</title>");
    }

    [Fact]
    public void Report_OverTheModel_IsRefused() =>
        SavProcess.Run("report", model.File, model.Test, "-o", model.File).ShouldFail("*would replace the input*");

    [Fact]
    public void Report_BrokenImage_NamesTheRow()
    {
        var good = Path.Combine(model.Test, "bag", "00.png");
        var rows = _folder.WriteRows("rows.jsonl", new { image = good, label = "bag" }, new { image = "b.png", label = "bag" });

        SavProcess.Run("report", model.File, rows, "-o", _folder.File("report.html")).ShouldFail("'*rows.jsonl' line 2: The image file '*b.png' does not exist.");
    }

    public void Dispose() => _folder.Dispose();
}
