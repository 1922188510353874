namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class CompletionCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [SkippableTheory]
    [InlineData("sav pre", "predict ")]
    [InlineData("sav fit --sho", "--shots ")]
    [InlineData("sav suggest ", "doubts duplicates next ")]
    [InlineData("sav fit photos --classifier Ca", "Calm ")]
    [InlineData("sav completion ", "bash fish pwsh zsh ")]
    public void Bash_Script_CompletesTheLine(string line, string completions)
    {
        Skip.If(OperatingSystem.IsWindows(), "Needs Bash.");

        var sav = SavProcess.RunScript(
            "eval \"$(sav completion bash)\"; COMP_LINE=\"$1\"; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<< \"$1\"; [[ $1 == *' ' ]] && COMP_WORDS+=(''); "
                + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _sav_complete; for word in \"${COMPREPLY[@]}\"; do [[ $word == -* && $1 != *-* ]] || printf '%s ' \"$word\"; done",
            line);

        sav.ShouldSucceed();
        sav.Output.Should().Be(completions);
    }

    [SkippableFact]
    public void Fish_Script_CompletesTheLine()
    {
        Skip.IfNot(File.Exists("/usr/bin/fish"), "Needs fish.");

        var sav = SavProcess.RunScript("sav completion fish > $1/sav.fish; fish -c \"function sav; dotnet $assembly \\$argv; end; source $1/sav.fish; complete -C 'sav fit --sho'\"", _folder.Path);

        sav.Output.Should().Be("--shots\n", sav.Error);
    }

    [Theory]
    [InlineData("bash", "complete -o bashdefault -o default -F _sav_complete sav")]
    [InlineData("zsh", "compdef _sav_complete sav")]
    [InlineData("fish", "complete -c sav")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName sav")]
    public void Completion_EveryShell_PrintsItsScript(string shell, string line) => SavProcess.Run("completion", shell).Output.Should().Contain(line);

    public void Dispose() => _folder.Dispose();
}
