using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Sav.Report.Charts;
using OxyPlot;
using OxyPlot.Series;

namespace Microsoft.ML.Sav.Report.Tests.Charts;

public class SvgChartTests
{
    [Fact]
    public void Export_Chart_IsXmlWithTheTitleAsText()
    {
        var svg = XElement.Parse(SvgChart.Export(SvgChart.Create("<b>&"), 400, 300));

        svg.Attribute("viewBox")!.Value.Should().Be("0 0 400 300");
        svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).Should().Contain("<b>&");
    }

    [Fact]
    public void Export_EveryColor_HasARuleForDarkSchemes()
    {
        var chart = SvgChart.Create();
        var line = new LineSeries { Color = ChartColor.Purple.ToOxyColor() };
        line.Points.AddRange([new DataPoint(0, 0), new DataPoint(1, 1)]);
        chart.Axes.Add(ChartAxis.CreateLinear(OxyPlot.Axes.AxisPosition.Left, "y"));
        chart.Axes.Add(ChartAxis.CreateLinear(OxyPlot.Axes.AxisPosition.Bottom, "x"));
        chart.Series.Add(line);
        var svg = SvgChart.Export(chart, 400, 300);

        var drawn = XElement.Parse(svg).Descendants().SelectMany(element => element.Attributes())
            .Where(attribute => attribute.Name.LocalName is "fill" or "style").SelectMany(attribute => FindColors(attribute.Value)).Distinct().ToList();

        drawn.Should().Contain("rgb(179,86,138)");
        var ruled = FindColors(svg.Split("</style>")[0]).ToList();
        drawn.Should().BeSubsetOf(ruled);
    }

    [Fact]
    public void Light_OfAllColors_IsUnique() => ChartColor.All.Select(color => color.Light).Should().OnlyHaveUniqueItems();

    [Fact]
    public void CreateCounts_Axis_LabelsTheCounts()
    {
        var chart = SvgChart.Create();
        chart.Axes.Add(ChartAxis.CreateCounts("shots", [20, 1, 5]));

        XElement.Parse(SvgChart.Export(chart, 400, 300)).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)
            .Should().Contain(["1", "5", "20"]);
    }

    [Fact]
    public void Export_OtherCulture_GivesTheSameChart()
    {
        var culture = CultureInfo.CurrentCulture;
        var expected = CurveCharts.DrawReliability([(.5, .6, 3)]);
        expected.Should().Contain(">0.2<");
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");

            CurveCharts.DrawReliability([(.5, .6, 3)]).Should().Be(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static IEnumerable<string> FindColors(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"rgb\(\d+,\d+,\d+\)").Select(match => match.Value);
}
