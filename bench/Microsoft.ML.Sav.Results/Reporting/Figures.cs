using Microsoft.ML.Sav.Results.Measuring;
using Microsoft.ML.Sav.Results.Methods;
using ScottPlot;

namespace Microsoft.ML.Sav.Results.Reporting;

/// <summary>Draws accuracies as SVG.</summary>
internal static class Figures
{
    private const int Width = 720;
    private const int Height = 440;

    // The palette of Okabe and Ito, which is safe for colour-blind readers.
    private static readonly Dictionary<string, string> Colors = new()
    {
        [MethodNames.Auto] = "#D55E00",
        [MethodNames.GaussianHeads] = "#E69F00",
        [MethodNames.Sav] = "#0072B2",
        [MethodNames.Calm] = "#56B4E9",
        [MethodNames.Hec] = "#CC79A7",
        [MethodNames.LogisticRegression] = "#009E73",
        [MethodNames.TfIdf] = "#009E73",
        [MethodNames.NearestMean] = "#999933",
        [MethodNames.MachineLearningImages] = "#000000",
        [MethodNames.MachineLearningTexts] = "#000000",
        [MethodNames.ZeroShot] = "#888888",
    };

    /// <summary>Draws accuracy against a count on a logarithmic axis, with one standard deviation up and down.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">Title above the axes.</param>
    /// <param name="countName">What is counted.</param>
    /// <param name="curves">Points per method.</param>
    public static void Save(string path, string title, string countName, IEnumerable<(string Method, IReadOnlyList<(int Count, Summary Accuracy)> Points)> curves)
    {
        using var plot = new Plot();
        var counts = new SortedSet<int>();
        foreach (var (method, points) in curves.Where(curve => curve.Points.Count > 0 && Colors.ContainsKey(curve.Method)))
        {
            var color = Color.FromHex(Colors[method]);
            double[] positions = [.. points.Select(point => Math.Log2(point.Count))];
            double[] means = [.. points.Select(point => point.Accuracy.Mean)];
            var line = plot.Add.Scatter(positions, means, color);
            line.LegendText = method;
            line.LineWidth = method == MethodNames.Auto ? 3 : 1.5f;
            line.LinePattern = MethodNames.Library.Contains(method) ? LinePattern.Solid : LinePattern.Dashed;
            var deviations = plot.Add.ErrorBar(positions, means, [.. points.Select(point => point.Accuracy.Deviation)]);
            deviations.Color = color.WithAlpha(.4);
            counts.UnionWith(points.Select(point => point.Count));
        }
        plot.Title(title);
        plot.XLabel(countName);
        plot.YLabel("accuracy");
        plot.Axes.Bottom.SetTicks([.. counts.Select(count => Math.Log2(count))], [.. counts.Select(count => $"{count}")]);
        plot.ShowLegend(Edge.Right);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        plot.SaveSvg(path, Width, Height);
    }
}
