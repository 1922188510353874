using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Mapping;

/// <summary>A data view with added columns, which are computed as its rows are read.</summary>
internal sealed class MappedView(PromptRowMapper mapper, IDataView input) : UnconvertibleView(input)
{
    public override DataViewSchema Schema => mapper.OutputSchema;

    public override bool CanShuffle => Source.CanShuffle;

    public override long? GetRowCount() => Source.GetRowCount();

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = columnsNeeded.ToArray();
        return Wrap(Source.GetRowCursor(mapper.GetDependencies(active), rand), active);
    }

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = columnsNeeded.ToArray();
        return Array.ConvertAll(Source.GetRowCursorSet(mapper.GetDependencies(active), n, rand), cursor => Wrap(cursor, active));
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, DataViewSchema.Column[] active) =>
        new MappedCursor(cursor, mapper.Wrap(cursor, active));
}
