using Microsoft.ML.Sav.Report.Charts;
using Microsoft.ML.Sav.Report.Evaluation;
using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>The rows in the plane.</summary>
internal static class MapSection
{
    private const int MaxNameLength = 24;

    public static Html Create(ReportContent content)
    {
        var map = RowMap.Compute(content.Data.Rows);
        var chart = RowMapChart.Draw(
            [.. map.Points.Zip(content.Data.Rows, (point, row) => (point.X, point.Y, row.Class, row.IsRight))],
            [.. content.Model.ClassNames.Select(name => Name.ToXml(Name.Shorten(name, MaxNameLength)))]);
        return Figure.CreateChart(
            chart, $"Map of {content.Data.Rows.Count} rows in two dimensions, with a marker per class.",
            FormattableString.Invariant(
                $"Each point is a row, placed by what the classifier makes of its kept features: the two principal components of the logits, which show {map.Explained:P0} of their variance. Near rows look alike to the classifier."));
    }
}
