using System.CommandLine;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Tool.Inspection;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav inspect</c> command: describes an LMM and checks whether it works.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly LmmArguments _lmm;

    public InspectCommand() : base(
        "inspect", "Describes an LMM: its inputs, its heads, what is missing, and the time per example.",
        "sav inspect models/my-lmm",
        "sav inspect models/my-lmm --decoder decoder_model_merged_q4.onnx --json")
    {
        _lmm = new LmmArguments(this, isArgument: true);
        Add(Json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (folder, options) = (_lmm.Folder(arguments), _lmm.Options(arguments));
        var problems = Inspect(folder, options, arguments.GetValue(Json), cancellationToken);
        if (problems.Count > 0)
            throw new InvalidDataException($"The LMM in '{Path.GetFullPath(folder)}' cannot be used: {string.Join(" ", problems)}");
    }

    private static IReadOnlyList<string> Inspect(string folder, LmmOptions options, bool isJson, CancellationToken cancellationToken)
    {
        MultimodalModel model;
        try
        {
            model = LmmArguments.Open(folder, options);
        }
        catch (LmmException exception)
        {
            var found = Problems(exception.Message);
            if (isJson)
                Results.WriteJson(LmmReport.ToJson(folder, found));
            else
                LmmReport.Write(folder, found);
            return found;
        }
        using (model)
        {
            var trial = TrialRun.Run(model, Timeout.InfiniteTimeSpan, cancellationToken);
            var found = trial.Problem is { } problem ? Problems(problem) : [];
            if (isJson)
                Results.WriteJson(LmmReport.ToJson(model, trial, found));
            else
                LmmReport.Write(folder, model, trial, found);
            return found;
        }

        // the first problem may be one of several, or occur only when the model runs
        IReadOnlyList<string> Problems(string first) => MultimodalModel.FindProblems(folder, options) is { Count: > 0 } all ? all : [first];
    }
}
