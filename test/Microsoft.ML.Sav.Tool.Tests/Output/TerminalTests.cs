namespace Microsoft.ML.Sav.Tool.Tests.Output;

/// <summary>What a terminal gets, which Linux' script command is.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Colour = "\u001b\\[[0-9;]*3[0-9]";

    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public void Fit_Terminal_ShowsABarWithTheTimeLeft()
    {
        var output = Fit("");

        output.Should().MatchRegex(@"Training.*━.*%.*(\d+:\d\d:\d\d|--:--:--)").And.MatchRegex(Colour);
    }

    [SkippableFact]
    public void Fit_TerminalAndNoColor_HasNoColours() => Fit("NO_COLOR=1").Should().Contain("Training").And.NotMatchRegex(Colour);

    public void Dispose() => _folder.Dispose();

    private string Fit(string variable)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs Linux' script command.");
        var rows = _folder.WriteRows("rows.jsonl", Enumerable.Range(0, 400).Select(row => new { question = $"Is {row} even?", label = row % 2 == 0 ? "yes" : "no" }));
        var sav = SavProcess.RunScript(
            $"export TERM=xterm-256color {variable}; script -qec \"dotnet '$assembly' fit --lmm '$1' '$2' -o '$2.zip' --heads 3\" /dev/null", Repository.Fixture("llama_text"), rows);
        sav.ShouldSucceed();
        return sav.Output;
    }
}
