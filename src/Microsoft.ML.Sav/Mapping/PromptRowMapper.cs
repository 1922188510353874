using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Mapping;

/// <summary>Adds columns to the rows of one input schema, all computed from one vector per row.</summary>
/// <param name="input">The input schema.</param>
/// <param name="output">The input's columns, then those that are added.</param>
/// <param name="columns">The columns that a row's prompt is read from.</param>
/// <param name="compute">Runs the LMM for a prompt.</param>
/// <param name="getters">Creates a <see cref="ValueGetter{TValue}"/> per added column.</param>
internal sealed class PromptRowMapper(
    DataViewSchema input, DataViewSchema output, PromptColumns columns, Func<RowPrompt, float[]> compute, IReadOnlyList<Func<RowVector, Delegate>> getters)
    : IRowToRowMapper
{
    /// <summary>What happens to rows that cannot be used.</summary>
    public RowErrorPolicy Errors { get; init; } = RowErrorPolicy.Fail;

    /// <summary>The vector of rows that are skipped.</summary>
    public float[] SkippedVector { get; init; } = [];

    public DataViewSchema InputSchema { get; } = input;

    public DataViewSchema OutputSchema { get; } = output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = new HashSet<int>();
        foreach (var column in dependingColumns)
        {
            if (column.Index < InputSchema.Count)
                needed.Add(column.Index);
            else
                needed.UnionWith(columns.SelectFrom(InputSchema).Select(source => source.Index));
        }
        return InputSchema.Where(column => needed.Contains(column.Index));
    }

    public MappedRow Wrap(DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        // Created only for added columns: for others, the columns to read from may not be active.
        var vector = new Lazy<RowVector>(() => new RowVector(row, columns.CreateReader(row), compute, Errors, SkippedVector));
        return new MappedRow(this, row, [.. activeColumns.Select(column => column.Index)], vector);
    }

    /// <summary>Creates the getter of an added column.</summary>
    public Delegate CreateGetter(DataViewSchema.Column column, RowVector vector) => getters[column.Index - InputSchema.Count](vector);

    DataViewRow IRowToRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => Wrap(input, activeColumns);
}
