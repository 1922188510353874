using System.CommandLine;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Options of <c>sav fit</c> for how the classifier is trained.</summary>
internal sealed class TrainingOptions
{
    private readonly Option<string[]> _prompts = new("--prompt")
    {
        Description = $"{CommonOptions.Prompt().Description} Repeat it to compare prompts on the training rows, each scored without itself; the best is kept, or the first that is about as good.",
        HelpName = "TEMPLATE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
    private readonly Option<int?> _maxTokens = CommonOptions.Integer(
        "--max-tokens", "N", 1, "Cut texts after N tokens, of about four characters of English each: long texts take long. Default: texts are not cut.");
    private readonly Option<ClassifierKind> _classifier = CommonOptions.Classifier();
    private readonly Option<int> _heads = CommonOptions.Heads();
    private readonly Option<VoteTieRule> _tieRule = new("--tie-rule")
    {
        Description = "Which class wins if several have the most votes (SparseAttentionVectors).",
        DefaultValueFactory = _ => VoteTieRule.MeanCosine,
    };
    private readonly Option<int?> _depth = CommonOptions.Integer(
        "--depth", "LAYERS", 1, "Select heads of the first layers of the LMM only: prediction is faster, and mostly less accurate. Default: all layers.");
    private readonly Option<double?> _rejectionRate = CommonOptions.RejectionRate(
        "Rejects rows that look like none of the classes; the share of rows like the training rows that may be rejected, for example 0.05.");
    private readonly Option<bool> _keepExamples = new("--keep-examples")
    {
        Description = "Keep the features of all examples in the model, so that it can be updated, merged, relabelled and forget.",
    };
    private readonly Option<string?> _cache = CommonOptions.Cache();
    private readonly Option<int?> _memoryLimit = CommonOptions.Integer(
        "--memory-limit", "MIB", 0, $"MiB of features to keep in memory; further ones go to a temporary file. Default: {SavEstimator.Options.DefaultMemoryLimit >> 20}.");
    private readonly Option<bool> _skipErrors = CommonOptions.SkipErrors();

    /// <summary>Adds the options to a command.</summary>
    public TrainingOptions(System.CommandLine.Command command)
    {
        command.Add(_prompts);
        command.Add(_maxTokens);
        command.Add(_classifier);
        command.Add(_heads);
        command.Add(_tieRule);
        command.Add(_depth);
        command.Add(_rejectionRate);
        command.Add(_keepExamples);
        command.Add(_cache);
        command.Add(_memoryLimit);
        command.Add(_skipErrors);
    }

    /// <summary>How often the LMM runs per row.</summary>
    public int PromptCount(ParseResult arguments) => Math.Max(1, arguments.GetValue(_prompts)?.Length ?? 0);

    /// <summary>Creates the options of training, without the LMM.</summary>
    public SavEstimator.Options Create(ParseResult arguments)
    {
        var prompts = arguments.GetValue(_prompts) ?? [];
        return new SavEstimator.Options
        {
            Prompt = prompts is [var prompt] ? prompt : null,
            Prompts = prompts.Length > 1 ? prompts : null,
            MaxTokens = arguments.GetValue(_maxTokens),
            Classifier = arguments.GetValue(_classifier),
            HeadCount = arguments.GetValue(_heads),
            TieRule = arguments.GetValue(_tieRule),
            DepthBudget = arguments.GetValue(_depth),
            RejectionRate = arguments.GetValue(_rejectionRate),
            KeepExamples = arguments.GetValue(_keepExamples),
            FeatureCacheFolder = arguments.GetValue(_cache),
            MemoryLimit = arguments.GetValue(_memoryLimit) is { } mebibytes ? (long)mebibytes << 20 : SavEstimator.Options.DefaultMemoryLimit,
            OnRowError = arguments.GetValue(_skipErrors) ? RowErrorAction.Skip : RowErrorAction.Fail,
        };
    }
}
