using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav suggest doubts</c> command: which labels may be wrong.</summary>
internal sealed class SuggestDoubtsCommand : ToolCommand
{
    private readonly SuggestionOptions _options;
    private readonly Argument<string> _data = CommonArguments.Data();

    public SuggestDoubtsCommand() : base(
        "doubts", "Finds labels that may be wrong, the least probable first. Prints a line per row: path or question, label, its probability, "
            + "suggested label and its probability, separated by tabs.",
        "sav suggest doubts photos/train",
        "sav suggest doubts rows.jsonl --json")
    {
        _options = new SuggestionOptions(this, takesItems: false);
        Add(Json);
        Add(_data);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var rows = ExampleSources.ReadLabelled(arguments.GetRequiredValue(_data));
        var doubts = SuggestionPipeline.Run(rows, _options.Create(arguments, cancellationToken), (suggestions, data) => suggestions.DoubtfulLabels(data));
        if (arguments.GetValue(Json))
        {
            Results.WriteJson(doubts.Select(doubt => new
            {
                Image = rows[(int)doubt.Row].ImageNames,
                Question = rows[(int)doubt.Row].Text,
                doubt.Label,
                doubt.Probability,
                doubt.SuggestedLabel,
                doubt.SuggestedProbability,
            }));
            return;
        }
        foreach (var doubt in doubts)
            Results.WriteLine(rows[(int)doubt.Row].Name, doubt.Label, $"{doubt.Probability:F3}", doubt.SuggestedLabel, $"{doubt.SuggestedProbability:F3}");
    }
}
