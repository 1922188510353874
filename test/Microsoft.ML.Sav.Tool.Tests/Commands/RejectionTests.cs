using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

/// <summary>Rejected rows and label sets on the command line.</summary>
public sealed class RejectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void FitPredictEvaluate_RejectionRate_ShowsRejectedRows()
    {
        foreach (var name in TrainedModel.Classes)
            _folder.CopyFolder(Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "train", name), $"train/{name}");
        var (training, model) = (_folder.File("train"), _folder.File("model.zip"));

        using var fit = SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, training, "-o", model, "--heads", "3", "--rejection-rate", "0.2");

        fit.ShouldSucceed();
        fit.Output.Should().MatchRegex(@"reject option, leave-one-out").And.MatchRegex(@"rejected +1\d").And.Contain("risk-coverage area");

        string[] folders = [.. TrainedModel.Classes.Select(name => Path.Combine(training, name))];
        using var json = SavProcess.Run(["predict", model, .. folders, "--json", "--coverage", "0.9", "--rejection-rate", "0.5"]);
        json.ShouldSucceed();
        var rows = json.Json.EnumerateArray().ToArray();
        rows.Should().HaveCount(60).And.AllSatisfy(row =>
            row.GetProperty("rejected").GetBoolean().Should().Be(row.GetProperty("predicted").ValueKind == JsonValueKind.Null));
        rows.Count(row => row.GetProperty("rejected").GetBoolean()).Should().BeInRange(1, 50);
        rows.Average(row => row.GetProperty("labels").GetArrayLength()).Should().BeInRange(0.8, 3);

        using var text = SavProcess.Run(["predict", model, .. folders, "--rejection-rate", "0.5"]);
        text.ShouldSucceed();
        text.Output.TrimEnd().Split('\n').Select(line => line.Split('\t')[1] == "(rejected)").Should().Equal(rows.Select(row => row.GetProperty("rejected").GetBoolean()));

        using var top = SavProcess.Run(["predict", model, .. folders, "--rejection-rate", "0.5", "--top", "2"]);
        var lines = top.Output.TrimEnd().Split('\n').Select(line => line.Split('\t')).Zip(rows, (fields, row) => (Fields: fields[1..], IsRejected: row.GetProperty("rejected").GetBoolean())).ToArray();
        lines.Should().HaveCount(60).And.AllSatisfy(line => line.Fields.Should().HaveCount(line.IsRejected ? 5 : 4));
        lines.Where(line => line.IsRejected).Should().AllSatisfy(line =>
        {
            line.Fields[0].Should().Be("(rejected)");
            new[] { line.Fields[1], line.Fields[3] }.Should().OnlyHaveUniqueItems().And.BeSubsetOf(TrainedModel.Classes);
        });

        using var evaluate = SavProcess.Run("evaluate", model, training, "--json");
        evaluate.ShouldSucceed();
        evaluate.Json.GetProperty("false_reject_rate").GetDouble().Should().BeInRange(0, 0.5);
        evaluate.Json.GetProperty("accepted_accuracy").GetDouble().Should().BeInRange(0, 1);
        evaluate.Json.GetProperty("risk_coverage_area").GetDouble().Should().BeInRange(0, 1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("5%")]
    public void Fit_RateThatIsNoShare_IsRefused(string rate)
    {
        using var sav = SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, "rows.jsonl", "-o", _folder.File("model.zip"), "--rejection-rate", rate);

        sav.ExitCode.Should().Be(2);
        sav.Error.Should().Contain($"--rejection-rate should be a number above 0 and below 1, found '{rate}'.");
    }

    public void Dispose() => _folder.Dispose();
}
