using ScottPlot;

namespace Microsoft.ML.Sav.Results.Figures;

/// <summary>Curves over a count, on a logarithmic axis, with one standard deviation up and down.</summary>
/// <param name="Path">The SVG file.</param>
/// <param name="Title">Title above the axes.</param>
/// <param name="CountName">What is counted.</param>
/// <param name="ValueName">What is measured.</param>
/// <param name="Curves">The curves.</param>
internal sealed record Figure(string Path, string Title, string CountName, string ValueName, IReadOnlyList<Curve> Curves)
{
    private const int Width = 880;
    private const int Height = 440;

    /// <summary>Draws the curves and writes the file.</summary>
    public void Save()
    {
        using var plot = new Plot();
        var counts = new SortedSet<int>();
        foreach (var curve in Curves)
        {
            var color = Color.FromHex(curve.Color);
            double[] positions = [.. curve.Points.Select(point => Math.Log2(point.Count))];
            double[] means = [.. curve.Points.Select(point => point.Mean)];
            var line = plot.Add.Scatter(positions, means, color);
            line.LegendText = curve.Name;
            line.LineWidth = 2;
            line.LinePattern = curve.IsDashed ? LinePattern.Dashed : LinePattern.Solid;
            plot.Add.ErrorBar(positions, means, [.. curve.Points.Select(point => point.Deviation)]).Color = color.WithAlpha(.5);
            counts.UnionWith(curve.Points.Select(point => point.Count));
        }
        plot.Title(Title);
        plot.XLabel(CountName);
        plot.YLabel(ValueName);
        plot.Axes.Bottom.SetTicks([.. counts.Select(count => Math.Log2(count))], [.. counts.Select(count => $"{count}")]);
        plot.ShowLegend(Edge.Right);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        plot.SaveSvg(Path, Width, Height);
    }
}
