using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav update</c> command: trains a model on more rows.</summary>
internal sealed class UpdateCommand : ChangeCommand
{
    private readonly Argument<string> _data = CommonArguments.Data();

    public UpdateCommand() : base(
        "update", "Trains a model on more rows, without the earlier ones. Labels that are new become classes. Rows without a label are skipped.",
        "sav update photos.zip photos/more",
        "sav update claims.zip rows.jsonl -o claims-2.zip") => Add(_data);

    protected override ClassificationPipeline Change(
        ClassificationPipeline model, Action<IEnumerable<string>> checkInputs, ParseResult arguments, CancellationToken cancellationToken)
    {
        var rows = ReadLabelled(arguments.GetRequiredValue(_data), checkInputs);
        return ConsoleProgress.Run("Updating", rows.Count, progress => model.Update(rows, progress));
    }
}
