using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Splitting;

/// <summary>Some rows of a data view. Reads them from it, in its order or shuffled.</summary>
/// <param name="source">All rows.</param>
/// <param name="selected">The rows that this view has. Ids stay when rows are shuffled, positions do not.</param>
internal sealed class RowSubsetView(IDataView source, HashSet<DataViewRowId> selected) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    // Trainers such as SDCA learn badly from rows that are sorted by class.
    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => selected.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new RowSubsetCursor(source.GetRowCursor(columnsNeeded, rand), selected);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        Array.ConvertAll(source.GetRowCursorSet(columnsNeeded, n, rand), cursor => new RowSubsetCursor(cursor, selected));
}
