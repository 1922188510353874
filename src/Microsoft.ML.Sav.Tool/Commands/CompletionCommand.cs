using System.CommandLine;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav completion</c> command: prints a script with which a shell completes command lines of <c>sav</c>.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    // Each asks 'sav [suggest:POSITION] LINE', a directive of System.CommandLine; paths are completed by the shell itself.
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _sav_complete() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(sav "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o bashdefault -o default -F _sav_complete sav
            """,
        ["zsh"] = """
            _sav_complete() {
              local -a completions
              completions=("${(@f)$(sav "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              completions=(${completions:#})
              (( $#completions )) && compadd -- $completions
              _files
            }
            compdef _sav_complete sav
            """,
        ["fish"] = """
            complete -c sav -a '(set -l line (commandline -cp); sav "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName sav -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              $position = $cursorPosition - $commandAst.Extent.StartOffset
              sav "[suggest:$position]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };

    private readonly Argument<string> _shell = new("SHELL") { Description = "The shell." };

    public CompletionCommand() : base(
        "completion", "Prints a script that completes command lines of sav: commands, options and their values. Evaluate it when the shell starts.",
        "eval \"$(sav completion bash)\"          # in ~/.bashrc; likewise zsh in ~/.zshrc",
        "sav completion fish > ~/.config/fish/completions/sav.fish",
        "sav completion pwsh | Out-String | Invoke-Expression   # in $PROFILE")
    {
        _shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        Add(_shell);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken) =>
        Console.WriteLine(Scripts[arguments.GetRequiredValue(_shell)].ReplaceLineEndings("\n"));
}
