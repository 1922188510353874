using System.CommandLine;
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
            signals.Report(exitCode);
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
    }

    internal static ParseResult Parse(string[] arguments)
    {
        var root = new RootCommand("Sparse Attention Vectors: few-shot classifiers from the attention heads of a large multimodal model (LMM).")
        {
            new InspectCommand(),
            new ExtractCommand(),
            new ClassifyVectorsCommand(),
            new FitCommand(),
            new PredictCommand(),
            new ExplainCommand(),
            new EvaluateCommand(),
            new ReportCommand(),
            new UpdateCommand(),
            new ForgetCommand(),
            new RelabelCommand(),
            new MergeCommand(),
            new ExportCommand(),
            new SuggestCommand(),
            new LmmCommand(),
        };
        root.SetAction(arguments => WelcomeText.Write(arguments.InvocationConfiguration.Output));
        HelpWithExamples.AddTo(root);
        // a path may begin with @
        return root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    private static int Invoke(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.Errors.Count > 0)
        {
            Messages.Error($"{string.Join(" ", parsed.Errors.Select(error => error.Message))} See '{HelpWithExamples.CommandLine(parsed.CommandResult.Command)}'.");
            return ExitCode.Usage;
        }
        return parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            cancellationToken).GetAwaiter().GetResult();
    }
}
