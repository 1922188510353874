using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<bool> SkipErrors() => new("--skip-errors")
    {
        Description = "Skip rows that cannot be used, for example because an image is missing, and report them on standard error. The exit code stays 0.",
    };

    public static Option<string> Output(string name) => new("--output", "-o")
    {
        Description = "File to write. It appears when it is complete, and never replaces an input.",
        HelpName = name,
        Required = true,
    };

    public static Option<string?> Prompt() => new("--prompt")
    {
        Description = "Prompt for the LMM; {text} is replaced by the row's question. " +
            $"Default: the question, or '{SavEstimator.Options.DefaultPrompt}' if no row has one.",
        HelpName = "TEMPLATE",
    };

    public static Option<int> Heads() => new("--heads")
    {
        Description = "Number of attention heads to keep, per kind of feature.",
        HelpName = "K",
        DefaultValueFactory = _ => SavEstimator.Options.DefaultHeadCount,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (!int.TryParse(text, out var heads) || heads < 1)
                result.AddError($"--heads should be a positive integer, found '{text}'.");
            return heads;
        },
    };

    public static Option<ClassifierKind> Classifier() => new("--classifier")
    {
        Description = "How features are turned into a classifier: Auto is the most accurate, SparseAttentionVectors the paper's.",
        DefaultValueFactory = _ => ClassifierKind.Auto,
    };

    public static Option<double?> RejectionRate(string description) => Share("--rejection-rate", "RATE", description);

    public static Option<string?> Cache() => new("--cache")
    {
        Description = "Folder that keeps the features of rows, so that the LMM does not run again on them: an interrupted command continues where it was.",
        HelpName = "FOLDER",
    };

    public static Option<string?> Question() => new("--question")
    {
        Description = "Question of all rows that have none, for a model that was trained with questions.",
        HelpName = "TEXT",
    };

    /// <summary>An option for an integer with a least value.</summary>
    public static Option<int?> Integer(string name, string helpName, int least, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least)
                return value;
            result.AddError($"{name} should be an integer of at least {least}, found '{text}'.");
            return null;
        },
    };

    /// <summary>An option for a number above 0 and below 1.</summary>
    public static Option<double?> Share(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share > 0 && share < 1)
                return share;
            result.AddError($"{name} should be a number above 0 and below 1, found '{text}'.");
            return null;
        },
    };
}
