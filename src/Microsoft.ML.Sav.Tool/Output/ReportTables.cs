using System.Globalization;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Prints what training chose, and why.</summary>
internal static class ReportTables
{
    /// <summary>Prints the classes of a model, the prompts that were compared, and its report.</summary>
    public static void Write(SavModel model)
    {
        Results.WriteTable(["class", "examples"], model.ClassNames.Zip(model.ExampleCounts, (name, count) => new[] { name, $"{count}" }));
        if (model.PromptScores.Count > 0)
        {
            Results.WriteTable(
                ["prompt", "kept", "accuracy", "log loss", "calibration error", "standard error"],
                model.PromptScores.Select(prompt => (string[])[prompt.Prompt, prompt.IsKept ? "yes" : "", .. Describe(prompt.LeaveOneOut), Format(prompt.StandardError)]));
        }
        Write(model.Report, model.RejectOption);
    }

    private static void Write(ClassifierReport report, RejectOption? rejectOption)
    {
        if (report.Experts.Count > 0)
        {
            Results.WriteTable(
                ["expert", "features", "weight", "shrinkage", "accuracy", "log loss", "calibration error"],
                report.Experts.Select(expert => (string[])
                [
                    $"{expert.Kind}", $"{expert.FeatureCount}", Format(expert.Weight), Format(expert.Shrinkage), .. Describe(expert.LeaveOneOut),
                ]));
        }
        if (report.LeaveOneOut is { } quality)
            Results.WriteTable([$"{report.Kind}, leave-one-out", "value"], [["accuracy", Format(quality.Accuracy)], ["log loss", Format(quality.LogLoss)], ["calibration error", Format(quality.CalibrationError)], ["risk-coverage area", Format(report.RiskCoverageArea ?? double.NaN)]]);
        if (rejectOption is { Rate: { } rate } option)
            Results.WriteTable(["reject option, leave-one-out", "value"], [["rate", Format(rate)], ["examples", $"{option.LeaveOneOutValues.Count}"], ["rejected", $"{option.LeaveOneOutValues.Count(option.IsRejected)}"]]);
        Results.WriteTable(["feature", "score"], report.Features.Select(feature => new[] { $"{feature.Feature}", Format(feature.Score) }));
    }

    private static string[] Describe(ClassificationQuality? quality) => quality is null
        ? ["", "", ""]
        : [Format(quality.Accuracy), Format(quality.LogLoss), Format(quality.CalibrationError)];

    private static string Format(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
