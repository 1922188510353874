using System.CommandLine;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>A command with examples in its help text. Its failures are exceptions.</summary>
internal abstract class ToolCommand : System.CommandLine.Command
{
    /// <param name="name">Name on the command line.</param>
    /// <param name="description">What the command does.</param>
    /// <param name="examples">Command lines for the help text.</param>
    protected ToolCommand(string name, string description, params IReadOnlyList<string> examples) : base(name, description)
    {
        Examples = examples;
        SetAction((arguments, cancellationToken) =>
        {
            Run(arguments, cancellationToken);
            return Task.FromResult(ExitCode.Success);
        });
    }

    public IReadOnlyList<string> Examples { get; }

    /// <summary>An option that a command which prints results adds at its place.</summary>
    protected Option<bool> Json { get; } = new("--json") { Description = "Print JSON and nothing else." };

    protected abstract void Run(ParseResult arguments, CancellationToken cancellationToken);
}
