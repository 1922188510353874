using Microsoft.ML.Sav.Report.Evaluation;
using Microsoft.ML.Sav.Report.Markup;

namespace Microsoft.ML.Sav.Report.Sections;

/// <summary>The confusion matrix, and pictures of the most frequent confusions.</summary>
internal static class ConfusionSection
{
    private const int MaxClasses = 30;
    private const int MaxPairs = 6;
    private const int PicturesPerPair = 4;

    /// <summary>The rows of the pairs of classes that are confused most often.</summary>
    public static IEnumerable<IGrouping<(int Actual, int Predicted), EvaluatedRow>> FindPairs(EvaluatedData data) =>
        data.Rows.Where(row => !row.IsRight).GroupBy(row => (row.Class, row.Predicted)).OrderByDescending(pair => pair.Count()).ThenBy(pair => pair.Key).Take(MaxPairs);

    /// <summary>The rows of a pair whose pictures are shown: the most certain.</summary>
    public static IEnumerable<EvaluatedRow> SelectRows(IEnumerable<EvaluatedRow> pair) => pair.OrderByDescending(row => row.Certainty).Take(PicturesPerPair);

    public static Html Create(ReportContent content)
    {
        var pairs = FindPairs(content.Data).ToArray();
        return Html.From($"""
            {(content.Data.ClassCount <= MaxClasses ? CreateMatrix(content) : Html.From($"<p>The matrix of {content.Data.ClassCount} classes is left out; these are its greatest entries.</p>"))}
            {(pairs.Length > 0 ? Html.From($"<h3>Most frequent confusions</h3><ul class=\"pairs\">{pairs.Select(pair => CreatePair(content, pair))}</ul>") : Html.From($"<p>No row is wrong.</p>"))}
            """);
    }

    private static Html CreateMatrix(ReportContent content)
    {
        var classes = Enumerable.Range(0, content.Data.ClassCount).ToArray();
        return Html.From($"""
            <div class="scroll" tabindex="0" role="region" aria-label="Confusion matrix"><table class="confusion"><caption>Actual classes down, predicted across</caption>
            <thead><tr><th scope="col">Actual</th>{classes.Select(index => Html.From($"<th scope=\"col\"><span>{content.GetClassName(index)}</span></th>"))}</tr></thead>
            <tbody>{classes.Select(actual => Html.From($"<tr><th scope=\"row\">{content.GetClassName(actual)}</th>{classes.Select(predicted => CreateCell(content.Data, actual, predicted))}</tr>\n"))}</tbody></table></div>
            """);
    }

    private static Html CreateCell(EvaluatedData data, int actual, int predicted)
    {
        var count = data[actual, predicted];
        var share = (double)count / Math.Max(1, data.CountRows(actual));
        return count == 0 ? Html.From($"<td class=\"none\">0</td>")
            : Html.From($"<td class=\"{(actual == predicted ? "right" : "wrong")}\" style=\"--share:{share:0.00}\">{count}</td>");
    }

    private static Html CreatePair(ReportContent content, IGrouping<(int Actual, int Predicted), EvaluatedRow> pair) => Html.From($"""
        <li><p><b>{content.GetClassName(pair.Key.Actual)}</b> predicted as <b>{content.GetClassName(pair.Key.Predicted)}</b>: {pair.Count()} of {content.Data.CountRows(pair.Key.Actual)}</p>
        <div>{SelectRows(pair).Select(row => RowPicture.Create(content.Contents[row.Position]))}</div></li>
        """);
}
