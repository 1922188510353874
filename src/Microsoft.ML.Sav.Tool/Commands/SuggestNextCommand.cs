using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav suggest next</c> command: which rows to label next.</summary>
internal sealed class SuggestNextCommand : ToolCommand
{
    private const int DefaultCount = 20;

    private readonly SuggestionOptions _options;
    private readonly Option<int> _count = new("--count")
    {
        Description = "Number of rows to suggest.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultCount,
    };

    public SuggestNextCommand() : base(
        "next", "Suggests rows to label next, the most useful first. Prints a line per row: path or question, and why, separated by a tab.",
        "sav suggest next photos/new --count 20",
        "sav suggest next photos/new --labelled photos/train --cache features",
        "sav suggest next rows.jsonl --json")
    {
        _options = new SuggestionOptions(this, takesItems: true);
        Add(Json);
        Add(_count);
        _count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--count should be a positive integer.");
        });
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var rows = _options.ReadRows(arguments, foldersAreClasses: false);
        var suggested = SuggestionPipeline.Run(
            rows, _options.Create(arguments, cancellationToken), (suggestions, data) => suggestions.ForLabelling(data, arguments.GetValue(_count)));
        if (arguments.GetValue(Json))
        {
            Results.WriteJson(suggested.Select(row => new
            {
                Image = rows[row.Row].ImageNames,
                Question = rows[row.Row].Text,
                row.ClusterSize,
                LikelyLabels = row.LikelyLabels.ToDictionary(),
            }));
            return;
        }
        foreach (var row in suggested)
            Results.WriteLine(rows[row.Row].Name, Explain(row));
    }

    private static string Explain(SuggestedRow row) => row.LikelyLabels.Count == 0
        ? $"typical of {row.ClusterSize}"
        : string.Join(" or ", row.LikelyLabels.Select(label => string.Create(CultureInfo.InvariantCulture, $"{label.Key} {label.Value:F3}")));
}
