using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Training;

/// <summary>Describes in the log what training chose, and why.</summary>
internal static class ReportText
{
    /// <param name="trained">What training chose.</param>
    /// <param name="examples">Number of training examples.</param>
    public static IEnumerable<string> Describe(TrainedClassifier trained, int examples)
    {
        var report = trained.Report;
        foreach (var expert in report.Experts)
            yield return FormattableString.Invariant($"Expert {expert.Kind}: {expert.FeatureCount} features, weight {expert.Weight:0.###}, shrinkage {expert.Shrinkage:0.##}{Describe(expert.LeaveOneOut)}");
        if (report.LeaveOneOut is { } quality)
            yield return FormattableString.Invariant($"Classifier {report.Kind}{Describe(quality)}, area under the risk-coverage curve {report.RiskCoverageArea:0.000}, each of the {examples} examples scored without itself");
        else if (trained.LeaveOneOutScores is null)
            yield return $"Classifier {report.Kind}: {examples} examples are too many to score each by a classifier trained without it";
        if (trained.RejectOption is { Rate: { } rate } option)
            yield return FormattableString.Invariant($"Rows stranger than {option.Threshold:0.###} are rejected, about {rate:P1} of rows like the examples; without themselves, {option.LeaveOneOutValues.Count(option.IsRejected)} of {option.LeaveOneOutValues.Count} examples are");
        yield return $"Selected features of {examples} examples, with their scores: {string.Join(", ", report.Features.Select(Describe))}";
    }

    /// <param name="scores">Prompts that were compared.</param>
    public static IEnumerable<string> Describe(IEnumerable<PromptScore> scores) => scores.Select(score =>
        FormattableString.Invariant($"Prompt '{score.Prompt}'{(score.IsKept ? ", kept" : "")}{Describe(score.LeaveOneOut)}, standard error {score.StandardError:0.000}"));

    /// <summary>Describes why no row is rejected although a rate is set; <see langword="null"/> if rows can be rejected.</summary>
    public static string? FindProblem(RejectOption? option) => option is not { Rate: { } rate } || float.IsFinite(option.Threshold) ? null : FormattableString.Invariant(
        $"No row is rejected: a rejection rate of {rate} needs at least {Math.Ceiling((1 / rate) - 1)} examples in classes with two or more, found {option.LeaveOneOutValues.Count}.");

    private static string Describe(ClassificationQuality? quality) => quality is null
        ? ""
        : FormattableString.Invariant($", accuracy {quality.Accuracy:0.000}, log loss {quality.LogLoss:0.000}, calibration error {quality.CalibrationError:0.000}");

    private static string Describe(FeatureScore feature) => FormattableString.Invariant($"{feature.Feature} ({feature.Score:0.###})");
}
