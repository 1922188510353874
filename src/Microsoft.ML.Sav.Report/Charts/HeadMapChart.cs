using Microsoft.ML.Sav.Heads;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Microsoft.ML.Sav.Report.Charts;

/// <summary>Where in the decoder the kept heads are: a square per head over layers, in a grid of all heads.</summary>
internal static class HeadMapChart
{
    private const int Width = 880;

    /// <summary>Draws the chart.</summary>
    /// <param name="heads">The kept heads; at least one.</param>
    public static string Draw(IReadOnlyList<Feature> heads)
    {
        var (layers, rows) = (heads.Max(head => head.Layer) + 1, heads.Max(head => head.Index) + 1);
        var cell = Math.Min(22.0, (Width - 100.0) / layers);
        var chart = SvgChart.Create();
        chart.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.TopLeft,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendItemSpacing = 32,
        });
        var layerAxis = ChartAxis.CreateLinear(AxisPosition.Bottom, "layer", -.6, layers - .4, "0");
        var headAxis = ChartAxis.CreateLinear(AxisPosition.Left, "head", -.6, rows - .4, "0");
        (layerAxis.MajorGridlineStyle, headAxis.MajorGridlineStyle) = (LineStyle.None, LineStyle.None);
        (layerAxis.MinimumMajorStep, headAxis.MinimumMajorStep) = (1, 1);
        chart.Axes.Add(layerAxis);
        chart.Axes.Add(headAxis);

        var all = CreateSeries(null, ChartColor.Grid, 1.6, MarkerType.Circle);
        all.Points.AddRange(from layer in Enumerable.Range(0, layers) from head in Enumerable.Range(0, rows) select new ScatterPoint(layer, head));
        chart.Series.Add(all);
        var lastToken = heads.Where(head => head.Kind == FeatureKind.LastToken).ToHashSet();
        // The mean of a head that is also used at the last token is drawn inside it.
        Add("last token", ChartColor.Blue, cell * .4, lastToken);
        Add("mean over tokens", ChartColor.Vermilion, cell * .22, heads.Where(head => head.Kind == FeatureKind.TokenMean));
        return SvgChart.Export(chart, Width, Math.Clamp(110 + (rows * cell), 180, 640));

        void Add(string title, ChartColor color, double size, IEnumerable<Feature> kept)
        {
            var series = CreateSeries(title, color, size, MarkerType.Square);
            series.Points.AddRange(kept.Select(head => new ScatterPoint(head.Layer, head.Index)));
            if (series.Points.Count > 0)
                chart.Series.Add(series);
        }
    }

    private static ScatterSeries CreateSeries(string? title, ChartColor color, double size, MarkerType marker) =>
        new() { Title = title, MarkerType = marker, MarkerSize = size, MarkerFill = color.ToOxyColor(), RenderInLegend = title is not null };
}
