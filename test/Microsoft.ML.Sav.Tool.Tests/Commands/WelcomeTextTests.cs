namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class WelcomeTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void NoArguments_NoLmm_ShowsHowToGetOne()
    {
        var sav = SavProcess.RunIn(_folder.Path);

        sav.ShouldSucceed();
        sav.Output.Should().Contain("No large multimodal model (LMM) is configured yet.").And.Contain("sav lmm add lmm");
    }

    [Fact]
    public void NoArguments_LmmConfigured_ShowsItAndHowToTrain()
    {
        var sav = SavProcess.RunIn(_folder.Path, Repository.Fixture("llava"), []);

        sav.ShouldSucceed();
        sav.Output.Should().Contain($"{Repository.Fixture("llava")} (SAV_LMM)").And.Contain("sav fit photos").And.NotContain("download");
    }

    public void Dispose() => _folder.Dispose();
}
