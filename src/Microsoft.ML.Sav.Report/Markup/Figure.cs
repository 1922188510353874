using System.Text;

namespace Microsoft.ML.Sav.Report.Markup;

/// <summary>Pictures inside the page.</summary>
internal static class Figure
{
    /// <summary>A chart with its caption.</summary>
    /// <param name="svg">The chart.</param>
    /// <param name="description">What readers who do not see the chart should know.</param>
    /// <param name="caption">What the chart shows.</param>
    public static Html CreateChart(string svg, string description, string caption) => Html.From($"""
        <figure class="chart"><img src="{CreateUri("image/svg+xml", Encoding.UTF8.GetBytes(svg))}" alt="{description}"><figcaption>{caption}</figcaption></figure>
        """);

    /// <summary>A data URI, so that the page needs no other file.</summary>
    public static Html CreateUri(string type, ReadOnlySpan<byte> content) => Html.FromTrusted($"data:{type};base64,{Convert.ToBase64String(content)}");
}
