namespace Microsoft.ML.Sav.Report.Markup;

/// <summary>Tables that screen readers can read: with a caption, and headings with a scope. Columns but the first are numbers.</summary>
internal static class Table
{
    /// <param name="caption">What the table shows.</param>
    /// <param name="headings">Headings of the columns.</param>
    /// <param name="rows">Cells per row; the first is the row's heading.</param>
    public static Html Create(string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<object>> rows) => Html.From($"""
        <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption>{caption}</caption>
        <thead><tr>{headings.Select(heading => Html.From($"<th scope=\"col\">{heading}</th>"))}</tr></thead>
        <tbody>{rows.Select(CreateRow)}</tbody></table></div>
        """);

    private static Html CreateRow(IReadOnlyList<object> cells) =>
        Html.From($"<tr><th scope=\"row\">{cells[0]}</th>{cells.Skip(1).Select(cell => Html.From($"<td>{cell}</td>"))}</tr>\n");
}
