using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OxyPlot;

namespace Microsoft.ML.Sav.Report.Charts;

/// <summary>Writes charts as SVG that follows the reader's light or dark colour scheme.</summary>
internal static partial class SvgChart
{
    private const string Font = "Helvetica, Arial, 'Liberation Sans', sans-serif";

    // The background, so that a chart can be read wherever it is shown.
    private static readonly string Start = $"""
        <style>text{'{'}font-family:{Font}{'}'}@media (prefers-color-scheme:dark){'{'}{CreateDarkRules()}{'}'}</style>
        <rect width="100%" height="100%" rx="6" fill="{ToRgb(ChartColor.Surface.Light)}" />
        """;

    /// <summary>Creates an empty chart in the style of all charts.</summary>
    /// <param name="title">Title above the chart; <see langword="null"/> for none.</param>
    public static PlotModel Create(string? title = null) => new()
    {
        Culture = CultureInfo.InvariantCulture,
        Title = title,
        TitleFontSize = 15,
        TitleFontWeight = 600,
        TitleHorizontalAlignment = TitleHorizontalAlignment.CenteredWithinView,
        TextColor = ChartColor.Ink.ToOxyColor(),
        PlotAreaBorderThickness = new OxyThickness(0),
        DefaultFontSize = 13,
        Padding = new OxyThickness(14, 12, 18, 12),
    };

    /// <summary>Writes a chart as an SVG element.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static string Export(PlotModel chart, double width, double height)
    {
        var svg = new SvgExporter { Width = width, Height = height, IsDocument = false, UseVerticalTextAlignmentWorkaround = true }.ExportToString(chart);
        // Half of what OxyPlot writes: clipping rectangles, although nothing is drawn beyond the axes, and white space.
        svg = Whitespace().Replace(Superfluous().Replace(svg, ""), "><");
        return StartTag().Replace(svg, match => $"""{match.Value[..^1]} viewBox="0 0 {width:0} {height:0}" role="img">{Start}""", count: 1);
    }

    private static string CreateDarkRules()
    {
        var rules = new StringBuilder();
        foreach (var color in ChartColor.All)
        {
            var light = ToRgb(color.Light);
            rules.Append($"[fill=\"{light}\"],[style*=\"fill:{light}\"]{{fill:{color.Dark}!important}}[style*=\"stroke:{light}\"]{{stroke:{color.Dark}!important}}");
        }
        return rules.ToString();
    }

    private static string ToRgb(string hex)
    {
        var color = OxyColor.Parse(hex);
        return FormattableString.Invariant($"rgb({color.R},{color.G},{color.B})");
    }

    [GeneratedRegex(@"<svg[^>]*>")]
    private static partial Regex StartTag();

    [GeneratedRegex(@"<\?xml.*?\?>|<defs>.*?</defs>|\sclip-path=""[^""]*""", RegexOptions.Singleline)]
    private static partial Regex Superfluous();

    [GeneratedRegex(@">\s+<")]
    private static partial Regex Whitespace();
}
