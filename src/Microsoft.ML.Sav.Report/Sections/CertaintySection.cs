using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Report.Charts;
using Microsoft.ML.Sav.Report.Evaluation;
using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>How far scores can be trusted: reliability diagram and risk-coverage curve.</summary>
internal static class CertaintySection
{
    private static readonly double[] Coverages = [.5, .8, .9, 1];

    public static Html Create(ReportContent content)
    {
        var bins = ReliabilityBin.Compute(content.Data.Rows);
        var curve = RiskCoverage.Compute([.. content.Data.Rows.Select(row => row.Scores)], [.. content.Data.Rows.Select(row => row.Class)]);
        var reliability = CurveCharts.DrawReliability([.. bins.Select(bin => (bin.Certainty, bin.Accuracy, bin.Count))]);
        return Html.From($"""
            <div class="charts">
            {Figure.CreateChart(reliability, $"Reliability diagram. Calibration error {content.Data.Quality.CalibrationError:0.000}. The table below has the values.",
                "Reliability: on the dashed line, scores are right as often as they say. Larger points stand for more rows.")}
            {Figure.CreateChart(CurveCharts.DrawRiskCoverage([.. curve.Points.Select(point => (point.Coverage, point.Risk))]), $"Risk-coverage curve. {string.Join("; ", Coverages.Select(coverage => Describe(curve, coverage)))}.",
                $"Risk-coverage: the error rate if only the most certain rows are accepted. Area under the curve: {curve.Area.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)}.")}
            </div>
            <details><summary>Values</summary>{Table.Create("Accuracy by score of the predicted class", ["Scores up to", "Rows", "Mean score", "Accuracy"],
                bins.Select(bin => new object[] { Html.From($"{bin.Upper:0.0}"), bin.Count, Html.From($"{bin.Certainty:0.000}"), Html.From($"{bin.Accuracy:0.000}") }))}</details>
            """);
    }

    private static string Describe(RiskCoverage curve, double coverage) => FormattableString.Invariant(
        $"error rate {curve.Points.First(point => point.Coverage >= coverage - 1e-9).Risk:0.000} when {coverage:P0} of the rows are accepted");
}
