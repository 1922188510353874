using System.Globalization;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Prints what training chose, and why.</summary>
internal static class ReportTables
{
    /// <summary>Prints the classes of a model and its report.</summary>
    public static void Write(SavModel model)
    {
        Results.WriteTable(["class", "examples"], model.ClassNames.Zip(model.ExampleCounts, (name, count) => new[] { name, $"{count}" }));
        Write(model.Report);
    }

    private static void Write(ClassifierReport report)
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
            Results.WriteTable([$"{report.Kind}, leave-one-out", "value"], [["accuracy", Format(quality.Accuracy)], ["log loss", Format(quality.LogLoss)], ["calibration error", Format(quality.CalibrationError)]]);
        Results.WriteTable(["feature", "score"], report.Features.Select(feature => new[] { $"{feature.Feature}", Format(feature.Score) }));
    }

    private static string[] Describe(ClassificationQuality? quality) => quality is null
        ? ["", "", ""]
        : [Format(quality.Accuracy), Format(quality.LogLoss), Format(quality.CalibrationError)];

    private static string Format(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
