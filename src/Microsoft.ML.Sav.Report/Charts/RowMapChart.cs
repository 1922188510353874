using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Microsoft.ML.Sav.Report.Charts;

/// <summary>Rows in the plane, with a colour and a marker per class; wrong predictions are crossed out.</summary>
internal static class RowMapChart
{
    private const int Width = 880;
    private const int Height = 520;
    private const int MaxPoints = 2000; // keeps the page small

    private static readonly MarkerType[] Markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    /// <summary>Greatest number of classes with a marker of their own; the others share the last.</summary>
    public const int MaxClasses = 16;

    /// <summary>Draws the chart.</summary>
    /// <param name="points">Position, class and whether the prediction is right, per row.</param>
    /// <param name="names">Names of the classes, short.</param>
    public static string Draw(IReadOnlyList<(double X, double Y, int Class, bool IsRight)> points, IReadOnlyList<string> names)
    {
        var shown = points.Count <= MaxPoints ? points : [.. points.Where((_, index) => (long)index * MaxPoints / points.Count != (long)(index - 1) * MaxPoints / points.Count)];
        var chart = SvgChart.Create();
        chart.Padding = new OxyThickness(14, 12, 30, 12);
        chart.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.RightTop, LegendLineSpacing = 5, LegendMargin = 12 });
        foreach (var position in new[] { AxisPosition.Bottom, AxisPosition.Left })
        {
            var axis = ChartAxis.CreateLinear(position, null);
            (axis.LabelFormatter, axis.MinimumPadding, axis.MaximumPadding) = (_ => "", .04, .04);
            chart.Axes.Add(axis);
        }
        foreach (var group in shown.GroupBy(point => Math.Min(point.Class, MaxClasses - 1)).OrderBy(group => group.Key))
        {
            var name = group.Key == MaxClasses - 1 && names.Count > MaxClasses ? "other classes" : names[group.Key];
            Add(name, ChartColor.Series[group.Key % ChartColor.Series.Count], Markers[(group.Key + (group.Key / ChartColor.Series.Count)) % Markers.Length], 4, group);
        }
        Add("wrong", ChartColor.Ink, MarkerType.Cross, 5, shown.Where(point => !point.IsRight));
        return SvgChart.Export(chart, Width, Height);

        void Add(string name, ChartColor color, MarkerType marker, double size, IEnumerable<(double X, double Y, int Class, bool IsRight)> members)
        {
            var series = new ScatterSeries { Title = name, MarkerType = marker, MarkerSize = size, MarkerFill = color.ToOxyColor() };
            if (marker == MarkerType.Cross)
                (series.MarkerStroke, series.MarkerStrokeThickness) = (color.ToOxyColor(), 1.6);
            series.Points.AddRange(members.Select(point => new ScatterPoint(point.X, point.Y)));
            if (series.Points.Count > 0)
                chart.Series.Add(series);
        }
    }
}
