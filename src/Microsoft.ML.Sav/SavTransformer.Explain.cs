using Microsoft.ML.Sav.Explaining;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav;

public sealed partial class SavTransformer
{
    /// <summary>
    /// Explains the scores of rows: what each feature, token and part of an image adds to each class. Slower than <see cref="Transform"/>: the
    /// LMM is prepared once more, and its decoder runs several times per row. A classifier that uses image features only runs no decoder.
    /// </summary>
    /// <param name="rows">The rows, with the columns that <see cref="Transform"/> needs.</param>
    /// <returns>An explanation per row, computed as it is enumerated.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    /// <exception cref="NotSupportedException">The decoder's attention cannot be attributed to tokens (docs/explain.md).</exception>
    /// <exception cref="SavRowException">A row cannot be used, or what its tokens add does not add up to its features.</exception>
    public IEnumerable<SavExplanation> Explain(IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _columns.Check(ColumnShapes.Create(rows.Schema));
        return ExplainRows(rows);
    }

    private IEnumerable<SavExplanation> ExplainRows(IDataView rows)
    {
        using var lmm = _state.Lmm.Open(_host);
        using var explainer = new RowExplainer(lmm.Value, Classifier, Model.ClassNames);
        using var cursor = rows.GetRowCursor(_columns.SelectFrom(rows.Schema));
        var read = _columns.CreateReader(cursor);
        while (cursor.MoveNext())
        {
            MachineLearningEnvironment.ThrowIfCanceled(_host);
            yield return explainer.Explain(read());
        }
    }
}
