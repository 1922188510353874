using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Tests.Markup;

public class HtmlTests
{
    [Fact]
    public void From_Values_AreEncoded() =>
        Html.From($"<p title=\"{"a\"b"}\">{"<script>&'"}</p>").ToString().Should().Be("<p title=\"a&quot;b\">&lt;script&gt;&amp;&#x27;</p>");

    [Fact]
    public void From_HtmlAndSequences_AreInserted() =>
        Html.From($"<ul>{new[] { "a", "<" }.Select(item => Html.From($"<li>{item}</li>"))}</ul>").ToString().Should().Be("<ul><li>a</li><li>&lt;</li></ul>");

    [Fact]
    public void From_Numbers_AreFormattedAsInEnglish()
    {
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            Html.From($"{1234.5:0.00}").ToString().Should().Be("1234.50");
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }
    }
}
