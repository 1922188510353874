using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav merge</c> command: joins the training examples of two models.</summary>
internal sealed class MergeCommand : ChangeCommand
{
    private readonly Argument<string> _other = new("OTHER.zip") { Description = "Model to add, of the same LMM and prompt." };

    public MergeCommand() : base(
        "merge", "Joins two models of the same LMM, as if one had been trained on the rows of both. The LMM does not run.",
        "sav merge mine.zip yours.zip -o ours.zip") => Add(_other);

    protected override ClassificationPipeline Change(
        ClassificationPipeline model, Action<IEnumerable<string>> checkInputs, ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_other);
        checkInputs([path]);
        using var other = Load(path, arguments, cancellationToken);
        return model.Merge(other);
    }
}
