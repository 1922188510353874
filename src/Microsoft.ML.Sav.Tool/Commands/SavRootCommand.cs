using System.CommandLine;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav</c> command with all its subcommands. Without arguments, it prints what to do next.</summary>
internal sealed class SavRootCommand : RootCommand
{
    public SavRootCommand() : base("Sparse Attention Vectors: few-shot classifiers from the features of a large multimodal model (LMM).")
    {
        Add(new FitCommand());
        Add(new PredictCommand());
        Add(new EvaluateCommand());
        Add(new ExplainCommand());
        Add(new ReportCommand());
        Add(new UpdateCommand());
        Add(new ForgetCommand());
        Add(new RelabelCommand());
        Add(new MergeCommand());
        Add(new SuggestCommand());
        Add(new ExportCommand());
        Add(new ImportCommand());
        Add(new LmmCommand());
        Add(new InspectCommand());
        Add(new ExtractCommand());
        Add(new ClassifyVectorsCommand());
        Add(new DoctorCommand());
        Add(new CompletionCommand());
        HelpWithExamples.AddTo(this);
        SetAction(arguments => WelcomeText.Write(arguments.InvocationConfiguration.Output));
    }
}
