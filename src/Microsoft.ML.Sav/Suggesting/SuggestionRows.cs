using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Suggesting;

/// <summary>The rows of a data view, with or without a label.</summary>
internal sealed class SuggestionRows
{
    private readonly PromptColumns _columns;
    private readonly IDataView _data;
    private readonly DataViewSchema.Column? _label;

    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type. The default label column may be missing.</exception>
    public SuggestionRows(PromptColumns columns, IDataView data, string labelColumn)
    {
        var schema = ColumnShapes.Create(data.Schema);
        columns.Check(schema);
        (_columns, _data) = (columns, data);
        _label = data.Schema.GetColumnOrNull(labelColumn);
        if (_label is not null || labelColumn != SavEstimator.Options.DefaultLabelColumnName)
            LabelColumn.Check(schema, labelColumn);
        ClassCount = _label is { } label ? LabelColumn.CountClasses(label) : 0;
        ClassNames = _label is { } named && KeyValues.FromAnnotations(named, ClassCount) is { } values
            ? values.ToText()
            : [.. Enumerable.Range(1, ClassCount).Select(key => $"{key}")];
        Classes = [.. ReadClasses()];
    }

    /// <summary>Number of classes; 0 without a label column.</summary>
    public int ClassCount { get; }

    /// <summary>The label's key values as strings; without them, its keys, from 1.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Class of each row, from 0; -1 without a label.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>Positions of the labelled rows.</summary>
    public int[] Labelled => [.. Enumerable.Range(0, Classes.Count).Where(row => Classes[row] >= 0)];

    /// <summary>Positions of the rows without a label.</summary>
    public int[] Unlabelled => [.. Enumerable.Range(0, Classes.Count).Where(row => Classes[row] < 0)];

    /// <summary>Reads the prompts of some rows.</summary>
    /// <param name="rows">Positions of the rows, ascending.</param>
    /// <param name="errors">What happens to rows that cannot be used.</param>
    public IEnumerable<(int Row, RowPrompt Prompt)> ReadPrompts(IEnumerable<int> rows, RowErrorPolicy errors)
    {
        var wanted = rows.ToHashSet();
        using var cursor = _data.GetRowCursor(_columns.SelectFrom(_data.Schema));
        var read = _columns.CreateReader(cursor);
        for (var row = 0; cursor.MoveNext(); row++)
        {
            if (wanted.Contains(row) && errors.Use(read) is { } prompt)
                yield return (row, prompt);
        }
    }

    private IEnumerable<int> ReadClasses()
    {
        DataViewSchema.Column[] needed = _label is { } column ? [column] : [];
        using var cursor = _data.GetRowCursor(needed);
        var read = _label is { } label ? LabelColumn.CreateGetter(cursor, label) : () => -1;
        while (cursor.MoveNext())
            yield return read();
    }
}
