using System.CommandLine;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON and nothing else." };

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

    public static Option<VoteTieRule> TieRule() => new("--tie-rule")
    {
        Description = "Which class wins if several have the most votes (SparseAttentionVectors).",
        DefaultValueFactory = _ => VoteTieRule.MeanCosine,
    };
}
