using System.CommandLine;
using System.Reflection;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>A command whose failures are one line on standard error and an exit code.</summary>
internal abstract class ToolCommand : System.CommandLine.Command
{
    /// <param name="name">The word on the command line.</param>
    /// <param name="description">What the command does.</param>
    /// <param name="examples">Command lines for the help text.</param>
    protected ToolCommand(string name, string description, params IReadOnlyList<string> examples) : base(name, description)
    {
        Examples = examples;
        // on another thread, so that signals are listened to meanwhile
        SetAction((arguments, cancellationToken) => Task.Run(() => Invoke(arguments, cancellationToken), CancellationToken.None));
    }

    public IReadOnlyList<string> Examples { get; }

    protected abstract void Run(ParseResult arguments, CancellationToken cancellationToken);

    private int Invoke(ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            Run(arguments, cancellationToken);
            return ExitCode.Success;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine("sav: interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"sav: {Describe(exception)}");
            return ExitCode.Failure;
        }
    }

    private static string Describe(Exception exception)
    {
        if (IsWrapper(exception) && exception.InnerException is { } inner)
            return Describe(inner);
        var message = exception is ArgumentException { ParamName: { } parameter }
            ? exception.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
            : exception.Message;
        return message.ReplaceLineEndings(" ");
    }

    // ML.NET's reading threads wrap whatever ends them
    private static bool IsWrapper(Exception exception) =>
        exception is AggregateException or TargetInvocationException or TypeInitializationException
        || exception.Message.StartsWith("Splitter/consolidator worker", StringComparison.Ordinal);
}
