using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;

namespace Microsoft.ML.Sav.Report.Charts;

/// <summary>Axes in the style of all charts.</summary>
internal static class ChartAxis
{
    /// <summary>Creates an axis of numbers.</summary>
    /// <param name="position">Where it is.</param>
    /// <param name="title">What is measured.</param>
    /// <param name="minimum">Least value; NaN for that of the data.</param>
    /// <param name="maximum">Greatest value; NaN for that of the data.</param>
    /// <param name="format">Format of the labels.</param>
    public static LinearAxis CreateLinear(AxisPosition position, string? title, double minimum = double.NaN, double maximum = double.NaN, string? format = null) =>
        Style(new LinearAxis { Minimum = minimum, Maximum = maximum, StringFormat = format }, position, title);

    /// <summary>Creates a logarithmic axis with a label at each of the given counts.</summary>
    public static Axis CreateCounts(string title, IReadOnlyCollection<int> counts)
    {
        var axis = Style(new CountAxis(counts), AxisPosition.Bottom, title);
        axis.MajorGridlineStyle = LineStyle.None;
        return axis;
    }

    private static T Style<T>(T axis, AxisPosition position, string? title)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.TitleColor = axis.TextColor = ChartColor.Muted.ToOxyColor();
        axis.AxislineStyle = position == AxisPosition.Bottom ? LineStyle.Solid : LineStyle.None;
        axis.AxislineColor = axis.TicklineColor = ChartColor.Grid.ToOxyColor();
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = ChartColor.Grid.ToOxyColor();
        axis.MinorTickSize = 0;
        axis.TickStyle = OxyPlot.Axes.TickStyle.None;
        axis.AxisTitleDistance = 12;
        return axis;
    }

    private sealed class CountAxis : LogarithmicAxis
    {
        private readonly double[] _counts;

        public CountAxis(IReadOnlyCollection<int> counts)
        {
            _counts = [.. counts.Order().Select(count => (double)count)];
            Base = 2;
            (Minimum, Maximum) = (_counts[0] / 1.15, _counts[^1] * 1.15);
            LabelFormatter = value => value.ToString("0", CultureInfo.InvariantCulture);
        }

        public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
        {
            majorLabelValues = majorTickValues = _counts;
            minorTickValues = [];
        }
    }
}
