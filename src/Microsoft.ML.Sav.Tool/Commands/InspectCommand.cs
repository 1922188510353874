using System.CommandLine;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Tool.Inspection;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Says what an LMM is made of and whether it works.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly LmmArguments _lmm;
    private readonly Option<bool> _json = CommonOptions.Json();

    public InspectCommand() : base(
        "inspect", "Says what an LMM is made of, where its head vectors are, what is missing, and what an example costs.",
        "sav inspect models/my-lmm",
        "sav inspect models/my-lmm --decoder decoder_model_merged_q4.onnx --json")
    {
        _lmm = new LmmArguments(this);
        Add(_json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (folder, options) = (_lmm.Folder(arguments), _lmm.Options(arguments));
        var problems = Inspect(folder, options, arguments.GetValue(_json), cancellationToken);
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
        catch (Exception exception) when (exception is FileNotFoundException or InvalidDataException or NotSupportedException or OnnxModelException)
        {
            var found = Problems(exception.Message);
            if (isJson)
                Results.WriteJson(ModelReport.ToJson(folder, found));
            else
                ModelReport.Write(folder, found);
            return found;
        }
        using (model)
        {
            var trial = Trial.Run(model, cancellationToken);
            var found = trial.Problem is { } problem ? Problems(problem) : [];
            if (isJson)
                Results.WriteJson(ModelReport.ToJson(model, trial, found));
            else
                ModelReport.Write(folder, model, trial, found);
            return found;
        }

        // what is met first may be one of several, or show only when the model runs
        IReadOnlyList<string> Problems(string first) => MultimodalModel.FindProblems(folder, options) is { Count: > 0 } all ? all : [first];
    }
}
