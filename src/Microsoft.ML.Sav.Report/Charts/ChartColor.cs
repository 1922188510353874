using OxyPlot;

namespace Microsoft.ML.Sav.Report.Charts;

/// <summary>A colour of charts, in the light and in the dark scheme.</summary>
/// <param name="Light">#RRGGBB on a light background; unique, because it is how the chart's elements are found.</param>
/// <param name="Dark">#RRGGBB on a dark background.</param>
internal sealed record ChartColor(string Light, string Dark)
{
    public static readonly ChartColor Surface = new("#FEFEFE", "#15191E");
    public static readonly ChartColor Ink = new("#1F2329", "#E4E8EC");
    public static readonly ChartColor Muted = new("#59626C", "#9BA5AF");
    public static readonly ChartColor Grid = new("#DDE2E7", "#333B44");

    // The hues of Okabe and Ito, which colour-blind readers tell apart, darkened to a contrast of 3 to 1 with the background.
    public static readonly ChartColor Vermilion = new("#CF5400", "#FF8A4C");
    public static readonly ChartColor Blue = new("#0068A8", "#5DB3F0");
    public static readonly ChartColor Green = new("#008A63", "#35CFA0");
    public static readonly ChartColor Purple = new("#B3568A", "#E79CC6");
    public static readonly ChartColor Orange = new("#B07A00", "#F2B840");
    public static readonly ChartColor Sky = new("#2E8FC4", "#A5DCFB");
    public static readonly ChartColor Olive = new("#7A7A22", "#C9C95E");
    public static readonly ChartColor Grey = new("#7F8790", "#7F8892");

    /// <summary>All colours.</summary>
    public static IReadOnlyList<ChartColor> All { get; } =
        [Surface, Ink, Muted, Grid, Vermilion, Blue, Green, Purple, Orange, Sky, Olive, Grey];

    /// <summary>Colours for series, in the order in which they are used.</summary>
    public static IReadOnlyList<ChartColor> Series { get; } = [Blue, Vermilion, Green, Purple, Orange, Sky, Olive, Grey];

    /// <summary>The colour in charts, which are drawn in the light scheme.</summary>
    public OxyColor ToOxyColor() => OxyColor.Parse(Light);
}
