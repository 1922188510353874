using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav relabel</c> command: corrects the labels of training rows.</summary>
internal sealed class RelabelCommand : ChangeCommand
{
    private readonly Argument<string> _data = CommonArguments.Data();

    public RelabelCommand() : base(
        "relabel", "Corrects the labels of training rows, which are given again with the right labels. The LMM does not run.",
        "sav relabel photos.zip photos/corrected",
        "sav relabel claims.zip corrected.jsonl") => Add(_data);

    protected override ClassificationPipeline Change(
        ClassificationPipeline model, Action<IEnumerable<string>> checkInputs, ParseResult arguments, CancellationToken cancellationToken)
    {
        var data = arguments.GetRequiredValue(_data);
        var rows = RowSource.ReadLabelled(data);
        checkInputs(rows.SelectMany(row => row.ImagePath).Prepend(data));
        return model.Relabel(rows);
    }
}
