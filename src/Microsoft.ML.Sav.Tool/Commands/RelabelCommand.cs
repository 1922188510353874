using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;

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
        var rows = ReadLabelled(arguments.GetRequiredValue(_data), checkInputs);
        return model.Relabel(rows);
    }
}
