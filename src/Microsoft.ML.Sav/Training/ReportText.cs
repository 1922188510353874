using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Training;

/// <summary>Describes in the log what training chose, and why.</summary>
internal static class ReportText
{
    /// <param name="report">What training chose.</param>
    /// <param name="examples">Number of training examples.</param>
    public static IEnumerable<string> Describe(ClassifierReport report, int examples)
    {
        foreach (var expert in report.Experts)
            yield return FormattableString.Invariant($"Expert {expert.Kind}: {expert.FeatureCount} features, weight {expert.Weight:0.###}, shrinkage {expert.Shrinkage:0.##}{Describe(expert.LeaveOneOut)}");
        if (report.LeaveOneOut is { } quality)
            yield return $"Classifier {report.Kind}{Describe(quality)}, each of the {examples} examples scored without itself";
        yield return $"Selected features of {examples} examples, with their scores: {string.Join(", ", report.Features.Select(Describe))}";
    }

    /// <param name="scores">Prompts that were compared.</param>
    public static IEnumerable<string> Describe(IEnumerable<PromptScore> scores) => scores.Select(score =>
        FormattableString.Invariant($"Prompt '{score.Prompt}'{(score.IsKept ? ", kept" : "")}{Describe(score.LeaveOneOut)}, standard error {score.StandardError:0.000}"));

    private static string Describe(ClassificationQuality? quality) => quality is null
        ? ""
        : FormattableString.Invariant($", accuracy {quality.Accuracy:0.000}, log loss {quality.LogLoss:0.000}, calibration error {quality.CalibrationError:0.000}");

    private static string Describe(FeatureScore feature) => FormattableString.Invariant($"{feature.Feature} ({feature.Score:0.###})");
}
