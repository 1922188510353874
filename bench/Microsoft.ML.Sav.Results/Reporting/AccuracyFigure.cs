using Microsoft.ML.Sav.Report.Charts;
using Microsoft.ML.Sav.Results.Measuring;
using Microsoft.ML.Sav.Results.Methods;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Microsoft.ML.Sav.Results.Reporting;

/// <summary>Draws accuracies against a count as SVG, with one standard deviation up and down.</summary>
internal static class AccuracyFigure
{
    private const int Width = 880;
    private const int Height = 420;
    private const double Spread = .012; // between the error bars of neighbouring curves

    private static readonly Dictionary<string, ChartColor> Colors = new()
    {
        [MethodNames.Auto] = ChartColor.Vermilion,
        [MethodNames.GaussianHeads] = ChartColor.Orange,
        [MethodNames.Sav] = ChartColor.Blue,
        [MethodNames.Calm] = ChartColor.Sky,
        [MethodNames.Hec] = ChartColor.Purple,
        [MethodNames.LogisticRegression] = ChartColor.Green,
        [MethodNames.TfIdf] = ChartColor.Green,
        [MethodNames.NearestMean] = ChartColor.Olive,
        [MethodNames.MachineLearningImages] = ChartColor.Ink,
        [MethodNames.MachineLearningTexts] = ChartColor.Ink,
        [MethodNames.ZeroShot] = ChartColor.Grey,
    };

    /// <summary>Draws the curves and writes the file. Methods that have no colour are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">Title above the axes.</param>
    /// <param name="countName">What is counted.</param>
    /// <param name="curves">Points per method.</param>
    public static void Save(string path, string title, string countName, IEnumerable<(string Method, IReadOnlyList<(int Count, Summary Accuracy)> Points)> curves)
    {
        var chart = SvgChart.Create(title);
        chart.Padding = new OxyThickness(14, 12, 40, 12); // for fonts wider than OxyPlot measures
        chart.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.RightMiddle,
            LegendSymbolLength = 34,
            LegendLineSpacing = 7,
            LegendMargin = 14,
        });
        (string Method, IReadOnlyList<(int Count, Summary Accuracy)> Points)[] shown = [.. curves.Where(curve => Colors.ContainsKey(curve.Method))];
        chart.Axes.Add(ChartAxis.CreateCounts(countName, [.. shown.SelectMany(curve => curve.Points).Select(point => point.Count).Distinct()]));
        chart.Axes.Add(ChartAxis.CreateLinear(
            AxisPosition.Left, "accuracy",
            Margin(shown.Min(curve => curve.Points.Min(point => point.Accuracy.Mean - point.Accuracy.Deviation)), -1),
            Margin(shown.Max(curve => curve.Points.Max(point => point.Accuracy.Mean + point.Accuracy.Deviation)), 1), "0.0#"));
        foreach (var (index, (method, points)) in shown.Index())
            Add(chart, method, points, 1 + Spread * (index - shown.Length / 2));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, SvgChart.Export(chart, Width, Height));
    }

    private static double Margin(double accuracy, int direction) => Math.Clamp(accuracy + .01 * direction, 0, 1);

    private static void Add(PlotModel chart, string method, IReadOnlyList<(int Count, Summary Accuracy)> points, double shift)
    {
        var color = Colors[method].ToOxyColor();
        var isRival = !MethodNames.Library.Contains(method);
        var line = new LineSeries
        {
            Title = method,
            Color = color,
            StrokeThickness = method == MethodNames.Auto ? 3 : 1.8,
            LineStyle = isRival ? LineStyle.Dash : LineStyle.Solid,
            MarkerType = isRival ? MarkerType.Square : MarkerType.Circle,
            MarkerSize = method == MethodNames.Auto ? 4 : 3,
            MarkerFill = color,
        };
        var deviations = new ScatterErrorSeries { ErrorBarColor = color, ErrorBarStrokeThickness = .8, MarkerSize = 0, ErrorBarStopWidth = 2 };
        foreach (var (count, (mean, deviation)) in points)
        {
            line.Points.Add(new DataPoint(count * shift, mean));
            deviations.Points.Add(new ScatterErrorPoint(count * shift, mean, 0, 2 * deviation));
        }
        chart.Series.Add(deviations);
        chart.Series.Add(line);
    }
}
