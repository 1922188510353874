using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Report.Charts;
using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>What training chose, and why: experts, heads over layers, learning curve.</summary>
internal static class ChoiceSection
{
    private const int MaxFeatures = 60;

    public static Html Create(ReportContent content)
    {
        var report = content.Model.Report;
        return Html.From($"""
            <p>{Describe(report)}{(report.LeaveOneOut is { } quality ? Html.From($" Each training example, scored by a classifier trained without it: accuracy {quality.Accuracy:P1}, log loss {quality.LogLoss:0.000}, calibration error {quality.CalibrationError:0.000}.") : Html.Empty)}</p>
            {CreateExperts(report)}
            <h3>Heads</h3>
            {CreateHeads(report)}
            <h3>Learning curve</h3>
            {CreateLearningCurve(content)}
            """);
    }

    private static Html Describe(ClassifierReport report) => report.Kind switch
    {
        ClassifierKind.Auto => Html.From($"<code>Auto</code> trained an expert per kind of feature, Gaussian with shrunken covariance, and weighted them by how well they predict training examples that they were not trained on."),
        ClassifierKind.GaussianHeads => Html.From($"<code>GaussianHeads</code> combines the attention heads that predict best, each Gaussian with shrunken covariance."),
        ClassifierKind.SparseAttentionVectors => Html.From($"<code>SparseAttentionVectors</code> lets the attention heads whose class means are nearest most often vote."),
        ClassifierKind.Calm => Html.From($"<code>Calm</code> weights the vote of each attention head per class by its reliability."),
        _ => Html.From($"<code>{report.Kind}</code> combines attention heads."),
    };

    private static Html CreateExperts(ClassifierReport report) => report.Experts.Count == 0 ? Html.Empty : Table.Create(
        "Experts, and their quality on training examples that they were not trained on",
        ["Features", "Number", "Weight", "Shrinkage", "Accuracy", "Log loss"],
        report.Experts.Select(expert => new object[]
        {
            GetName(expert.Kind), expert.FeatureCount, expert.Weight > 0 ? Html.From($"{expert.Weight:0.00}") : Html.From($"not used"), Html.From($"{expert.Shrinkage:0.00}"),
            expert.LeaveOneOut is { } quality ? Html.From($"{quality.Accuracy:P1}") : Html.From($"–"), expert.LeaveOneOut is { } own ? Html.From($"{own.LogLoss:0.000}") : Html.From($"–"),
        }));

    private static Html CreateHeads(ClassifierReport report)
    {
        Feature[] heads = [.. report.Features.Select(score => score.Feature).Where(feature => feature.IsHead)];
        if (heads.Length == 0)
            return Html.From($"<p>None is used, only {string.Join(" and ", report.Features.Select(score => GetName(score.Feature.Kind)))}, so the decoder does not run.</p>");
        var layers = heads.GroupBy(head => head.Layer).OrderBy(layer => layer.Key).Select(layer => $"layer {layer.Key}: {layer.Count()}");
        return Html.From($"""
            {Figure.CreateChart(HeadMapChart.Draw(heads), $"Map of the {heads.Length} kept heads. Kept heads per layer: {string.Join(", ", layers)}.",
                "The heads that the classifier uses, over the layers of the decoder. Layers above the last are not run.")}
            <details><summary>Scores of {Math.Min(MaxFeatures, report.Features.Count)} features</summary>{Table.Create("Features and what they were selected by", ["Feature", "From", "Size", "Score"],
                report.Features.Take(MaxFeatures).Select(score => new object[] { $"{score.Feature}", GetName(score.Feature.Kind), score.Feature.Size, Html.From($"{score.Score:0.###}") }))}</details>
            """);
    }

    private static Html CreateLearningCurve(ReportContent content) => content.LearningCurve.Count == 0
        ? Html.From($"<p>Not available: the model was trained without <code>KeepExamples</code>, or has one example of a class, or very many classes.</p>")
        : Figure.CreateChart(
            CurveCharts.DrawLearningCurve(content.LearningCurve),
            "Learning curve. " + string.Join("; ", content.LearningCurve.Select(point => FormattableString.Invariant($"accuracy {point.Accuracy:0.000} with {point.Count} examples per class"))) + ".",
            "Accuracy of classifiers that are trained on some of the training examples and tested on the others, mean of three draws. If the curve still rises, more examples help.");

    private static string GetName(FeatureKind kind) => kind switch
    {
        FeatureKind.LastToken => "heads, last token",
        FeatureKind.TokenMean => "heads, mean over tokens",
        FeatureKind.VisionEncoder => "vision encoder",
        FeatureKind.Projector => "projector",
        _ => $"{kind}",
    };
}
