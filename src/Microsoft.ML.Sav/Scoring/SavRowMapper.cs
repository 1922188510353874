using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Scoring;

/// <summary>Adds the predicted label and the scores to the rows of one input schema.</summary>
internal sealed class SavRowMapper(DataViewSchema input, DataViewSchema output, PromptColumns columns, Func<RowPrompt, float[]> score)
    : IRowToRowMapper
{
    public DataViewSchema InputSchema { get; } = input;

    /// <summary>The input's columns, then the predicted label, then the scores.</summary>
    public DataViewSchema OutputSchema { get; } = output;

    public DataViewSchema.Column PredictedLabel => OutputSchema[InputSchema.Count];

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

    public ScoredRow Wrap(DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        // Created only for output columns: for others, the columns to read from may not be active.
        var scores = new Lazy<RowScores>(() => new RowScores(row, columns.CreateReader(row), score));
        return new ScoredRow(this, row, [.. activeColumns.Select(column => column.Index)], scores);
    }

    DataViewRow IRowToRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => Wrap(input, activeColumns);
}
