using System.CommandLine;
using Microsoft.ML.Sav.Lmm;
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
        using var model = MultimodalModel.Open(_lmm.Folder(arguments), _lmm.Options(arguments));
        var trial = Trial.Run(model, cancellationToken);
        if (arguments.GetValue(_json))
            Results.WriteJson(ModelReport.ToJson(model, trial));
        else
            ModelReport.Write(_lmm.Folder(arguments), model, trial);
        if (trial.Problem is not null)
            throw new InvalidDataException($"The LMM in '{model.Folder}' cannot be used: {trial.Problem}");
    }
}
