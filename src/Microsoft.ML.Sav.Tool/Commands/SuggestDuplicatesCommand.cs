using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav suggest duplicates</c> command: which rows look the same.</summary>
internal sealed class SuggestDuplicatesCommand : ToolCommand
{
    private readonly SuggestionOptions _options;
    private readonly Option<double> _similarity = new("--similarity")
    {
        Description = "Cosine similarity from which rows are near duplicates, between 0 and 1.",
        HelpName = "S",
        DefaultValueFactory = _ => SavSuggestions.DefaultSimilarity,
    };

    public SuggestDuplicatesCommand() : base(
        "duplicates", "Finds rows that look the same. Prints a line per row: number of its group, similarity in the group, path or question, and "
            + "label, separated by tabs.",
        "sav suggest duplicates photos/new --labelled photos/train",
        "sav suggest duplicates rows.jsonl --json")
    {
        _options = new SuggestionOptions(this, takesItems: true);
        Add(Json);
        Add(_similarity);
        _similarity.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1))
                result.AddError("--similarity should be between 0 and 1.");
        });
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var rows = _options.ReadRows(arguments, foldersAreClasses: true);
        var groups = SuggestionPipeline.Run(
            rows, _options.Create(arguments, cancellationToken), (suggestions, data) => suggestions.NearDuplicates(data, arguments.GetValue(_similarity)));
        if (arguments.GetValue(Json))
        {
            Results.WriteJson(groups.Select(group => new
            {
                group.Similarity,
                Rows = group.Rows.Select(row => new { Image = rows[row].ImageNames, Question = rows[row].Text, rows[row].Label }),
            }));
            return;
        }
        foreach (var (index, group) in groups.Index())
        {
            foreach (var row in group.Rows)
                Results.WriteLine($"{index + 1}", $"{group.Similarity:F3}", rows[row].Name, rows[row].Label);
        }
    }
}
