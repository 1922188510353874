using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>The page: a header with the parts, and a section per part.</summary>
internal static class ReportPage
{
    private static readonly string Style = ReadResource("report.css");
    private static readonly string Script = ReadResource("report.js");

    private static readonly (string Id, string Heading, Func<ReportContent, Html> Create)[] Parts =
    [
        ("quality", "Quality", QualitySection.Create),
        ("confusion", "Confusion", ConfusionSection.Create),
        ("certainty", "How sure", CertaintySection.Create),
        ("rows", "Rows to look at", RowsSection.Create),
        ("map", "Map", MapSection.Create),
        ("choice", "What was chosen, and why", ChoiceSection.Create),
        ("facts", "Data and versions", FactsSection.Create),
        ("card", "Model card", ModelCardSection.Create),
    ];

    // The policy allows what the page holds and nothing else, whatever names in the data try.
    public static Html Create(ReportContent content) => Html.From($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{content.Title}</title>
        <style>{Html.FromTrusted(Style)}</style>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the report</a>
        <header>
        <h1>{Name.Create(content.Title)}</h1>
        <p>{content.Data.Rows.Count} rows of {content.Model.ClassCount} classes, classified by <code>{content.Model.Report.Kind}</code> after {content.Model.ExampleCounts.Sum()} training examples.</p>
        <nav aria-label="Parts of the report"><ul>{Parts.Select(part => Html.From($"<li><a href=\"#{part.Id}\">{part.Heading}</a></li>"))}</ul></nav>
        </header>
        <main id="main">
        {Parts.Select(part => Html.From($"<section id=\"{part.Id}\" aria-labelledby=\"{part.Id}-heading\">\n<h2 id=\"{part.Id}-heading\">{part.Heading}</h2>\n{part.Create(content)}</section>\n"))}
        </main>
        <footer><p>Written by Microsoft.ML.Sav.</p></footer>
        <script>{Html.FromTrusted(Script)}</script>
        </body>
        </html>

        """);

    private static string ReadResource(string name)
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
