using System.CommandLine;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Arguments and options that the <c>sav suggest</c> commands share.</summary>
internal sealed class SuggestionOptions
{
    private readonly LmmArguments _lmm;
    private readonly Argument<string[]> _items = CommonArguments.Items();
    private readonly Option<string?> _labelled = new("--labelled")
    {
        Description = $"Rows that have labels: a folder with one folder of images per class, or a file: {CommonArguments.Formats}.",
        HelpName = "DATA",
    };
    private readonly Option<string?> _prompt = CommonOptions.Prompt();
    private readonly Option<string?> _cache = CommonOptions.Cache();

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="takesItems">Whether the command takes rows without a label.</param>
    public SuggestionOptions(System.CommandLine.Command command, bool takesItems)
    {
        _lmm = new LmmArguments(command);
        if (takesItems)
        {
            command.Add(_items);
            command.Add(_labelled);
        }
        command.Add(_prompt);
        command.Add(_cache);
    }

    /// <summary>The labelled rows, then the items.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="foldersAreClasses">Whether names of folders are labels of the items, too.</param>
    public InputRow[] ReadRows(ParseResult arguments, bool foldersAreClasses)
    {
        var labelled = arguments.GetValue(_labelled) is { } data ? ExampleSources.ReadLabelled(data) : [];
        var items = arguments.GetRequiredValue(_items).SelectMany(ExampleSources.Read);
        return [.. labelled, .. foldersAreClasses ? items : items.Select(row => row.IsLabelledByFolder ? row with { Label = "" } : row)];
    }

    public SavEstimator.Options Create(ParseResult arguments, CancellationToken cancellationToken) => new()
    {
        Lmm = _lmm.Folder(arguments),
        LmmOptions = _lmm.Options(arguments),
        Prompt = arguments.GetValue(_prompt),
        FeatureCacheFolder = arguments.GetValue(_cache),
        CancellationToken = cancellationToken,
    };
}
