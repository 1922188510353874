using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Mapping;

/// <summary>A row with added columns.</summary>
internal sealed class MappedRow(PromptRowMapper mapper, DataViewRow input, HashSet<int> active, Lazy<RowVector> vector) : DataViewRow
{
    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active in this row.");
        if (column.Index < mapper.InputSchema.Count)
            return input.GetGetter<TValue>(input.Schema[column.Index]);
        return mapper.CreateGetter(column, vector.Value) as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}, and its values are not {typeof(TValue)}.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
