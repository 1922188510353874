using System.Numerics.Tensors;
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
    private const string NotFinite = "a class mean is NaN or infinite.";

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
        if (classifier is CalmClassifier calm && !AreFinite(calm.Means))
            return NotFinite;
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
        if (!option.Features.All(feature => feature.Distance.IsFinite()))
            return "a value of the reject option is NaN or infinite.";
        var values = option.LeaveOneOutValues;
        return values.All(float.IsFinite) && values.SequenceEqual(values.Order()) ? null : "the strangeness of the examples is not finite or not in order.";
    }

    private string? FindProblem(SavClassifier classifier)
    {
        var examples = Enumerable.Range(0, classifier.ClassCount).Sum(c => (long)classifier.GetExampleCount(c));
        if (!Enum.IsDefined(classifier.TieRule))
            return $"the tie rule is {classifier.TieRule}, which is not defined.";
        if (Trained.Report.Features.Any(feature => feature.Score < 0 || feature.Score > examples))
            return $"a head's success count is not between 0 and the number of examples, {examples}.";
        return AreFinite(classifier.Means) ? null : NotFinite;
    }

    private static bool AreFinite(ClassMeans means) => Enumerable.Range(0, means.ClassCount).All(c => TensorPrimitives.IsFiniteAll(means.GetMean(c)));
}
