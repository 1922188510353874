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

    // 'dotnet tool install --global PowerShell' brings it.
    [SkippableTheory]
    [InlineData("sav pre|", "predict")]
    [InlineData("sav fit --sho|", "--shots")]
    [InlineData("sav fit photos --classifier Ca|", "Calm")]
    [InlineData("cd photos; sav pre| new.png", "predict")]
    public void PowerShell_Script_CompletesTheLine(string line, string completion)
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "pwsh"))), "Needs PowerShell on Linux or macOS.");

        _folder.Write("complete.ps1", """
            sav completion pwsh | Out-String | Invoke-Expression
            $before, $after = $args[0] -split "\|"
            [System.Management.Automation.CommandCompletion]::CompleteInput("$before$after", $before.Length, $null).CompletionMatches.CompletionText
            """);

        var sav = SavProcess.RunScript(
            "printf '#!/bin/sh\\nexec dotnet \"%s\" \"$@\"\\n' \"$assembly\" > $1/sav; chmod +x $1/sav; PATH=$1:$PATH pwsh -NoProfile -File $1/complete.ps1 \"$2\"",
            _folder.Path, line);

        sav.Output.Should().Be($"{completion}\n", sav.Error);
    }

    [Theory]
    [InlineData("bash", "complete -o bashdefault -o default -F _sav_complete sav")]
    [InlineData("zsh", "compdef _sav_complete sav")]
    [InlineData("fish", "complete -c sav")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName sav")]
    public void Completion_EveryShell_PrintsItsScript(string shell, string line) => SavProcess.Run("completion", shell).Output.Should().Contain(line);

    public void Dispose() => _folder.Dispose();
}
