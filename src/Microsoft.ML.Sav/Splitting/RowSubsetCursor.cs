using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Splitting;

/// <summary>A cursor that skips the rows that are not selected.</summary>
/// <param name="source">A cursor over all rows.</param>
/// <param name="selected">The rows that it stops at.</param>
internal sealed class RowSubsetCursor(DataViewRowCursor source, HashSet<DataViewRowId> selected) : DataViewRowCursor
{
    private readonly ValueGetter<DataViewRowId> _readId = source.GetIdGetter();
    private long _position = -1;

    public override DataViewSchema Schema => source.Schema;

    public override long Position => _position;

    public override long Batch => source.Batch;

    public override bool MoveNext()
    {
        var id = default(DataViewRowId);
        while (source.MoveNext())
        {
            _readId(ref id);
            if (!selected.Contains(id))
                continue;
            _position++;
            return true;
        }
        _position = -1;
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => source.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
