using System.Collections;

namespace Microsoft.ML.Sav.Splitting;

/// <summary>Some rows of a data view, in its order. Reads them from it.</summary>
/// <param name="source">All rows.</param>
/// <param name="isSelected">Per row of the source, whether this view has it.</param>
internal sealed class RowSubsetView(IDataView source, bool[] isSelected) : IDataView
{
    private readonly BitArray _isSelected = new(isSelected);
    private readonly long _count = isSelected.LongCount(selected => selected);

    public DataViewSchema Schema => source.Schema;

    // Rows are told apart by their position, which shuffling changes.
    public bool CanShuffle => false;

    public long? GetRowCount() => _count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new RowSubsetCursor(source.GetRowCursor(columnsNeeded), _isSelected);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
