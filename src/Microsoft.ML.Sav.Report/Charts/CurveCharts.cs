using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Microsoft.ML.Sav.Report.Charts;

/// <summary>Charts of one curve.</summary>
internal static class CurveCharts
{
    private const int Width = 440;
    private const int Height = 340;

    /// <summary>Accuracy by examples per class, on a logarithmic axis.</summary>
    public static string DrawLearningCurve(IReadOnlyList<(int Count, double Accuracy)> points)
    {
        var chart = SvgChart.Create();
        chart.Axes.Add(ChartAxis.CreateCounts("training examples per class", [.. points.Select(point => point.Count)]));
        chart.Axes.Add(CreateShares(AxisPosition.Left, "accuracy"));
        chart.Series.Add(CreateLine(ChartColor.Blue, MarkerType.Circle, points.Select(point => new DataPoint(point.Count, point.Accuracy))));
        return SvgChart.Export(chart, 2 * Width, Height);
    }

    /// <summary>Accuracy by score, beside the diagonal of scores that are right as often as they say.</summary>
    /// <param name="points">Mean score, accuracy and number of rows per bin.</param>
    public static string DrawReliability(IReadOnlyList<(double Certainty, double Accuracy, int Count)> points)
    {
        var chart = SvgChart.Create();
        chart.Axes.Add(CreateShares(AxisPosition.Bottom, "score of the predicted class"));
        chart.Axes.Add(CreateShares(AxisPosition.Left, "accuracy"));
        var ideal = CreateLine(ChartColor.Muted, MarkerType.None, [new DataPoint(0, 0), new DataPoint(1, 1)]);
        (ideal.LineStyle, ideal.StrokeThickness) = (LineStyle.Dash, 1.2);
        chart.Series.Add(ideal);
        chart.Series.Add(CreateLine(ChartColor.Blue, MarkerType.None, points.Select(point => new DataPoint(point.Certainty, point.Accuracy))));
        var greatest = points.Max(point => point.Count);
        var bins = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerFill = ChartColor.Blue.ToOxyColor() };
        bins.Points.AddRange(points.Select(point => new ScatterPoint(point.Certainty, point.Accuracy, 3 + (7 * Math.Sqrt((double)point.Count / greatest)))));
        chart.Series.Add(bins);
        return SvgChart.Export(chart, Width, Height);
    }

    /// <summary>Error rate by the share of accepted rows.</summary>
    public static string DrawRiskCoverage(IReadOnlyList<(double Coverage, double Risk)> points)
    {
        var chart = SvgChart.Create();
        chart.Axes.Add(CreateShares(AxisPosition.Bottom, "share of accepted rows"));
        chart.Axes.Add(ChartAxis.CreateLinear(AxisPosition.Left, "error rate", 0, Math.Max(.1, 1.1 * points.Max(point => point.Risk)), "0.0##"));
        chart.Series.Add(CreateLine(ChartColor.Vermilion, MarkerType.None, points.Select(point => new DataPoint(point.Coverage, point.Risk))));
        return SvgChart.Export(chart, Width, Height);
    }

    private static LinearAxis CreateShares(AxisPosition position, string title)
    {
        var axis = ChartAxis.CreateLinear(position, title, 0, 1.02, "0.0");
        axis.MajorStep = .2;
        return axis;
    }

    private static LineSeries CreateLine(ChartColor color, MarkerType marker, IEnumerable<DataPoint> points)
    {
        var line = new LineSeries { Color = color.ToOxyColor(), StrokeThickness = 2.2, MarkerType = marker, MarkerSize = 4, MarkerFill = color.ToOxyColor() };
        line.Points.AddRange(points);
        return line;
    }
}
