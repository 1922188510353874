using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>Key figures, and precision and recall per class.</summary>
internal static class QualitySection
{
    public static Html Create(ReportContent content)
    {
        var (data, quality) = (content.Data, content.Data.Quality);
        var (low, high) = data.ComputeAccuracyInterval();
        var recalls = Enumerable.Range(0, data.ClassCount).Select(data.GetRecall).OfType<double>().ToArray();
        return Html.From($"""
            <dl class="tiles">
            {CreateTile("Accuracy", Html.From($"{quality.Accuracy:P1}"), Html.From($"between {low:P1} and {high:P1} with 95 % confidence"))}
            {CreateTile("Mean recall", Html.From($"{recalls.Average():P1}"), Html.From($"every class counts alike"))}
            {CreateTile("Log loss", Html.From($"{quality.LogLoss:0.000}"), Html.From($"{Math.Log(content.Model.ClassCount):0.000} for a guess"))}
            {CreateTile("Calibration error", Html.From($"{quality.CalibrationError:0.000}"), Html.From($"0 if scores are right as often as they say"))}
            {CreateRejected(content)}</dl>
            {Table.Create("Precision and recall per class", ["Class", "Training examples", "Rows", "Precision", "Recall", "F1"], Enumerable.Range(0, data.ClassCount).Select(index => new object[]
            {
                content.GetClassName(index), content.Model.ExampleCounts[index], data.CountRows(index),
                Show(data.GetPrecision(index)), Show(data.GetRecall(index)), Show(data.GetF1(index)),
            }))}
            """);
    }

    private static Html CreateRejected(ReportContent content)
    {
        if (content.Model.RejectOption?.Rate is not { } rate)
            return Html.Empty;
        var accepted = content.Data.Rows.Where(row => !row.IsRejected).ToList();
        var accuracy = accepted.Count == 0 ? Html.From($"no row is left") : Html.From($"accuracy of the others {accepted.Average(row => row.IsRight ? 1.0 : 0):P1}");
        return CreateTile("Rejected", Html.From($"{1 - ((double)accepted.Count / content.Data.Rows.Count):P1}"), Html.From($"{accuracy}; of rows like the training rows, up to {rate:P1} may be"));
    }

    private static Html CreateTile(string name, Html value, Html note) => Html.From($"<div><dt>{name}</dt><dd>{value}<small>{note}</small></dd></div>\n");

    private static Html Show(double? share) => share is { } value ? Html.From($"{value:P0}") : Html.From($"–");
}
