namespace Microsoft.ML.Sav.Tool.Tests;

public class CommandLineTests
{
    public static TheoryData<string> Commands => ["inspect", "extract", "classify-vectors", "fit", "predict", "evaluate", "report", "export", "lmm add"];

    [Fact]
    public void Version_PrintsThreeNumbers()
    {
        var sav = SavProcess.Run("--version");

        sav.ShouldSucceed();
        sav.Output.Trim().Should().MatchRegex(@"^\d+\.\d+\.\d+$");
    }

    [Fact]
    public void Help_ListsEveryCommand()
    {
        var sav = SavProcess.Run("--help");

        sav.ShouldSucceed();
        sav.Output.Should().ContainAll("inspect", "extract", "classify-vectors", "fit", "predict", "evaluate", "report", "export");
    }

    [Theory, MemberData(nameof(Commands))]
    public void Help_Command_EndsWithExamples(string command)
    {
        var sav = SavProcess.Run([.. command.Split(' '), "--help"]);

        sav.ShouldSucceed();
        sav.Output.Should().Contain("Usage:").And.MatchRegex($@"Examples:\s+  sav {command} ");
    }

    [Theory]
    [InlineData("*'inspekt'*", "inspekt")]
    [InlineData("*'DATA' missing*sav fit --help*", "fit")]
    [InlineData("*'data'*", "fit", "lmm", "data")]
    [InlineData("*'--output' is required*", "extract", "rows.jsonl")]
    [InlineData("*'--frobnicate'*", "inspect", "lmm", "--frobnicate")]
    [InlineData("*--heads should be a positive integer, found '0'*", "classify-vectors", "file", "--heads", "0")]
    [InlineData("*--heads should be a positive integer, found 'many'*", "fit", "data", "-o", "model.zip", "--heads", "many")]
    [InlineData("*'--output' is required*", "export", "model.zip")]
    [InlineData("*'abacus'*'--provider'*", "inspect", "lmm", "--provider", "abacus")]
    [InlineData("*'first'*'--gpu'*", "predict", "model.zip", "photo.jpg", "--gpu", "first")]
    [InlineData("*'coin'*'--tie-rule'*", "fit", "data", "-o", "model.zip", "--tie-rule", "coin")]
    public void Arguments_Wrong_NamesThemAndExitsWith2(string message, params string[] arguments) =>
        SavProcess.Run(arguments).ShouldFail(message, exitCode: 2);

    [Fact]
    public void Arguments_BeginWithAt_ArePathsNotResponseFiles() =>
        SavProcess.Run("classify-vectors", "@none.safetensors").ShouldFail("*'*@none.safetensors'*");

    [Fact]
    public void Inspect_GermanCulture_NumbersHaveAPoint()
    {
        var sav = SavProcess.RunWithCulture("de_DE.UTF-8", "inspect", Repository.Fixture("llama_text"));

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex(@"cost +\d+\.\d{3} s per example");
    }
}
