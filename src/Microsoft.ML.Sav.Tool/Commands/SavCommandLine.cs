using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The command line <c>sav COMMAND ...</c>. A failure is one line on standard error and an exit code.</summary>
internal static class SavCommandLine
{
    public static int Run(string[] arguments)
    {
        using var signals = new TerminationSignals();
        try
        {
            StandardStreams.Open();
            return Invoke(Parse(arguments), signals.Token);
        }
        catch (Exception) when (signals.Received is { } exitCode)
        {
            // at once: a session of ONNX Runtime may still be starting, and would print errors while the process ends around it
            TemporaryFolders.DeleteAll();
            signals.End(exitCode);
            return exitCode;
        }
        catch (Exception exception) when (StandardStreams.IsBrokenPipe(exception))
        {
            return ExitCode.BrokenPipe;
        }
        catch (Exception exception)
        {
            Messages.Error(Messages.Describe(exception));
            return ExitCode.Failure;
        }
        finally
        {
            TemporaryFolders.DeleteAll();
        }
    }

    // a path may begin with @
    private static ParseResult Parse(string[] arguments) => new SavRootCommand().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    // [suggest:POSITION] asks how a line may go on
    private static bool IsSuggestion(ParseResult parsed) => parsed.Tokens is [{ Type: TokenType.Directive, Value: var name }, ..] && name.StartsWith("[suggest", StringComparison.Ordinal);

    private static int Invoke(ParseResult parsed, CancellationToken cancellationToken)
    {
        // of an incomplete line, and shown to nobody
        if (parsed.Errors.Count > 0 && !IsSuggestion(parsed))
        {
            Messages.Error($"{string.Join(" ", parsed.Errors.Select(error => error.Message))} See '{HelpWithExamples.CommandLine(parsed.CommandResult.Command)}'.");
            return ExitCode.Usage;
        }
        return parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            cancellationToken).GetAwaiter().GetResult();
    }
}
