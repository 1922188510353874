using Microsoft.ML.Sav.Report.Evaluation;
using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>Rows to look at: wrong ones, and right ones that the model was least sure of.</summary>
internal static class RowsSection
{
    private const int ShownClasses = 3;

    public static Html Create(ReportContent content)
    {
        var errors = content.Data.Rows.Count(row => !row.IsRight);
        return Html.From($"""
            {(content.Contents.Values.Any(row => row.Overlay is not null) ? Html.From($"<p>The grey copy shows why: red speaks for the predicted class, compared with the mean of all classes, and blue against it.</p>") : Html.Empty)}
            <h3>Wrong</h3>
            {(errors == 0 ? Html.From($"<p>No row is wrong.</p>") : Html.From($"<p>{content.WrongRows.Count} of {errors} wrong predictions, the most certain first. Is the label right?</p>"))}
            {CreateList(content, content.WrongRows)}
            <h3>Least sure</h3>
            <p>{content.UnsureRows.Count} of {content.Data.Rows.Count - errors} right predictions, the least certain first. More examples like these help most.</p>
            {CreateList(content, content.UnsureRows)}
            """);
    }

    private static Html CreateList(ReportContent content, IReadOnlyList<EvaluatedRow> rows) =>
        rows.Count == 0 ? Html.Empty : Html.From($"<ul class=\"rows\">{rows.Select(row => CreateRow(content, row))}</ul>");

    private static Html CreateRow(ReportContent content, EvaluatedRow row)
    {
        var shown = content.Contents[row.Position];
        return Html.From($"""
            <li><div class="picture">{RowPicture.Create(shown)}{CreateOverlay(content, row, shown)}</div>
            <p class="name">{(shown.Name.Length > 0 ? Name.Create(shown.Name) : Html.From($"row {row.Position}"))}</p>{(shown.Image is not null && shown.Text.Length > 0 ? Html.From($"<p>{Name.Create(shown.Text)}</p>") : Html.Empty)}
            <p>Actual: <b>{content.GetClassName(row.Class)}</b>{(row.IsRejected ? Html.From($", rejected") : Html.Empty)}</p>
            <ol class="scores">{SelectClasses(row).Select(index => CreateScore(content, row, index))}</ol></li>
            """);
    }

    private static Html CreateOverlay(ReportContent content, EvaluatedRow row, RowContent shown) => shown.Overlay is { } overlay
        ? Html.From($"<img class=\"thumb\" src=\"{Figure.CreateUri("image/jpeg", overlay)}\" alt=\"Evidence for {Name.Shorten(content.Model.ClassNames[row.Predicted])}\">")
        : Html.Empty;

    // The best classes, and the actual one.
    private static IEnumerable<int> SelectClasses(EvaluatedRow row) => row.Scores.Index()
        .OrderByDescending(score => score.Item).Select(score => score.Index).Take(ShownClasses).Append(row.Class).Distinct();

    private static Html CreateScore(ReportContent content, EvaluatedRow row, int index) => Html.From($"""
        <li class="{(index == row.Class ? "right" : "wrong")}" style="--share:{row.Scores[index]:0.000}"><span>{content.GetClassName(index)}</span><span>{row.Scores[index]:0.00}</span></li>
        """);
}
