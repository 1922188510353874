using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Everything that makes up a transformer, and that is saved.</summary>
/// <param name="Trained">The classifier.</param>
/// <param name="KeyValues">The label's key values; <see langword="null"/> if it has none.</param>
/// <param name="Names">Names of the columns.</param>
/// <param name="Prompt">The prompt of the options.</param>
/// <param name="Lmm">The LMM.</param>
internal sealed record TransformerState(TrainedClassifier Trained, KeyValues? KeyValues, ColumnNames Names, string? Prompt, LmmReference Lmm)
{
    /// <summary>Prompts that were compared; not saved.</summary>
    public IReadOnlyList<PromptScore> PromptScores { get; init; } = [];

    /// <summary>Greatest number of tokens of a row's text; <see langword="null"/> for no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>What is kept to train again; <see langword="null"/> if nothing is.</summary>
    public TrainingData? Training { get; init; }

    /// <summary>What happens to rows that cannot be used. Not saved.</summary>
    public RowErrorPolicy RowErrors { get; init; } = RowErrorPolicy.Fail;

    /// <summary>The columns of the prompt.</summary>
    public PromptColumns CreateColumns(IHostEnvironment environment) => new(Names.Image, Names.Text, Prompt, new TruncatedTexts(environment, MaxTokens));

    /// <summary>What makes the state impossible; <see langword="null"/> if nothing does.</summary>
    public string? FindProblem()
    {
        var (classifier, report) = Trained;
        if (Enumerable.Range(0, classifier.ClassCount).Any(c => classifier.GetExampleCount(c) < 0))
            return "a number of examples is negative.";
        if (report.Features.Any(feature => !double.IsFinite(feature.Score)))
            return "a feature's score is NaN or infinite.";
        if (classifier is SavClassifier sav && FindProblem(sav) is { } problem)
            return problem;
        if (KeyValues is not null && KeyValues.Type.Size != classifier.ClassCount)
            return $"there are {KeyValues.Type.Size} key values for {classifier.ClassCount} classes.";
        if (Names.PredictedLabel.Length == 0 || Names.Score.Length == 0 || Names.PredictedLabel == Names.Score)
            return $"the output columns are named '{Names.PredictedLabel}' and '{Names.Score}'.";
        if (string.IsNullOrEmpty(Names.Image) && string.IsNullOrEmpty(Names.Text))
            return "there is neither an image column nor a text column.";
        if (Names.Contribution is { } contribution && (contribution.Length == 0 || contribution == Names.PredictedLabel || contribution == Names.Score))
            return $"the contribution column is named '{contribution}'.";
        if (MaxTokens < 1)
            return $"the greatest number of tokens is {MaxTokens}.";
        if (Trained.RejectOption is { } option && FindProblem(option) is { } rejectProblem)
            return rejectProblem;
        return Training?.FindProblem(classifier);
    }

    private static string? FindProblem(RejectOption option)
    {
        if (option.Rate is { } rate && !(rate > 0 && rate < 1))
            return $"the rejection rate is {rate}.";
        var values = option.LeaveOneOutValues;
        return values.All(float.IsFinite) && values.SequenceEqual(values.Order()) ? null : "the strangeness of the examples is not finite or not in order.";
    }

    private string? FindProblem(SavClassifier classifier)
    {
        var classes = Enumerable.Range(0, classifier.ClassCount);
        var examples = classes.Sum(c => (long)classifier.GetExampleCount(c));
        if (!Enum.IsDefined(classifier.TieRule))
            return $"the tie rule is {classifier.TieRule}, which is not defined.";
        if (Trained.Report.Features.Any(feature => feature.Score < 0 || feature.Score > examples))
            return $"a head's success count is not between 0 and the number of examples, {examples}.";
        return classes.All(c => IsFinite(classifier.Means.GetMean(c))) ? null : "a class mean is NaN or infinite.";
    }

    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }
}
