using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Scoring;

/// <summary>A data view with predicted labels and scores, which are computed as its rows are read.</summary>
internal sealed class ScoredView(SavRowMapper mapper, IDataView input) : ViewWithoutOnnx(input)
{
    private readonly IDataView _input = input;

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = columnsNeeded.ToArray();
        return Wrap(_input.GetRowCursor(mapper.GetDependencies(active), rand), active);
    }

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = columnsNeeded.ToArray();
        return Array.ConvertAll(_input.GetRowCursorSet(mapper.GetDependencies(active), n, rand), cursor => Wrap(cursor, active));
    }

    private DataViewRowCursor Wrap(DataViewRowCursor cursor, DataViewSchema.Column[] active) =>
        new ScoredCursor(cursor, mapper.Wrap(cursor, active));
}
