using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The default help text, followed by examples of the command.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        // they would be the first that a shell completes
        if (!OperatingSystem.IsWindows())
            _ = option.Aliases.Remove("/h") && option.Aliases.Remove("/?");
        option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!);
    }

    /// <summary>The command line that prints the help text of a command.</summary>
    public static string CommandLine(System.CommandLine.Command command) => command is RootCommand ? "sav --help"
        : command.Parents.OfType<System.CommandLine.Command>().Single() is var parent && parent is RootCommand ? $"sav {command.Name} --help"
        : $"sav {parent.Name} {command.Name} --help";

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ToolCommand command)
            output.WriteLine($"Examples:{Environment.NewLine}{string.Join(Environment.NewLine, command.Examples.Select(example => $"  {example}"))}");
        return exitCode;
    }
}
