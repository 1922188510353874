using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Doctor_LmmWorks_ShowsVersionsAndSpeed()
    {
        var sav = SavProcess.RunIn(_folder.Path, Repository.Fixture("llava"), ["doctor", "--json"]);

        sav.ShouldSucceed();
        var report = sav.Json;
        report.GetProperty("onnx_runtime").GetString().Should().MatchRegex(@"^\d+\.\d+");
        report.GetProperty("providers").EnumerateArray().Select(provider => provider.GetString()).Should().Contain("CPU");
        report.GetProperty("lmm").GetString().Should().Be(Repository.Fixture("llava"));
        report.GetProperty("lmm_origin").GetString().Should().Be("SAV_LMM");
        report.GetProperty("seconds_per_example").GetDouble().Should().BePositive();
        report.GetProperty("problem").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public void Doctor_NoLmm_SaysHowToGetOneAndFails()
    {
        var sav = SavProcess.RunIn(_folder.Path, "doctor");

        sav.ExitCode.Should().Be(1);
        sav.Output.Should().MatchRegex("LMM +none").And.MatchRegex("ONNX Runtime +1\\.");
        sav.Error.Should().Match("sav: No large multimodal model (LMM) is given or configured. *SmolLM2*\n");
    }

    [Fact]
    public void Doctor_LmmIsBroken_NamesAllProblems()
    {
        var lmm = _folder.CopyFolder(Repository.Fixture("llava"), "lmm");
        File.Delete(Path.Combine(lmm, "tokenizer.json"));

        var sav = SavProcess.RunIn(_folder.Path, "doctor", "--lmm", "lmm");

        sav.ExitCode.Should().Be(1);
        sav.Output.Should().MatchRegex("LMM opens +no");
        sav.Error.Should().Match("sav: The LMM in 'lmm' cannot be used: *tokenizer.json*\n");
    }

    [Fact]
    public void Doctor_ProviderNotThere_NamesItAndWhatToDo()
    {
        var sav = SavProcess.RunIn(_folder.Path, "doctor", "--lmm", Repository.Fixture("llava"), "--provider", "directml", "--gpu", "99");

        sav.ExitCode.Should().Be(1);
        sav.Error.Should().Match("sav: ONNX Runtime cannot use DirectML device 99: *");
    }

    public void Dispose() => _folder.Dispose();
}
