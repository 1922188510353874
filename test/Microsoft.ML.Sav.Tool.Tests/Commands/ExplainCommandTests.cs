using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class ExplainCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Photo => Path.Combine(model.Test, "bag", "00.png");

    [Fact]
    public void Explain_Image_PrintsFeaturesAndDrawsTheImage()
    {
        var why = _folder.File("why.png");

        var sav = SavProcess.Run("explain", model.File, Photo, "-o", why);

        sav.ShouldSucceed();
        sav.Output.Should().StartWith(Photo + "\t").And.Contain("feature").And.Contain("why.png");
        File.ReadAllBytes(why).Take(4).Should().Equal(0x89, (byte)'P', (byte)'N', (byte)'G');
    }

    [Fact]
    public void Explain_Json_PatchesAndTokensAddUpToTheTotals()
    {
        var sav = SavProcess.Run("explain", model.File, Photo, "--json");

        sav.ShouldSucceed();
        var explanation = sav.Json.EnumerateArray().Should().ContainSingle().Subject;
        var totals = Values(explanation, "totals");
        totals.Should().HaveCount(TrainedModel.Classes.Length);
        var sums = Values(explanation, "bias");
        var parts = new[] { "tokens", "patches" }.SelectMany(name => explanation.GetProperty(name).EnumerateArray()).Select(part => Values(part, "values")).ToList();
        parts.Should().NotBeEmpty();
        foreach (var part in parts.Append(Values(explanation, "unlocated")))
            sums = [.. sums.Select((sum, c) => sum + part[c])];
        sums.Select((sum, c) => Math.Abs(sum - totals[c])).Should().OnlyContain(difference => difference < 1e-3);
    }

    [Fact]
    public void Explain_UnknownClass_NamesTheClasses() =>
        SavProcess.Run("explain", model.File, Photo, "--class", "spoon").ShouldFail("*no class 'spoon'*bag, sandal, trouser*");

    public void Dispose() => _folder.Dispose();

    private static double[] Values(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
