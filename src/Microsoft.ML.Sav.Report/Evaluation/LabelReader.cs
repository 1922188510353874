using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>Reads labels as classes of a model: keys by the values that they stand for, strings by name.</summary>
internal static class LabelReader
{
    /// <summary>Creates a delegate that reads the class of the row, from 0; -1 if the label is missing or the model does not know it.</summary>
    /// <exception cref="ArgumentException">The column is neither a key nor a string.</exception>
    public static Func<int> Create(DataViewRow row, DataViewSchema.Column label, IReadOnlyList<string> classNames)
    {
        var classes = classNames.Index().GroupBy(name => name.Item).ToDictionary(group => group.Key, group => group.First().Index);
        if (label.Type is TextDataViewType)
        {
            var getter = row.GetGetter<ReadOnlyMemory<char>>(label);
            var text = default(ReadOnlyMemory<char>);
            return () =>
            {
                getter(ref text);
                return classes.GetValueOrDefault(text.ToString(), -1);
            };
        }
        if (label.Type is not KeyDataViewType)
            throw new ArgumentException($"Expected a label column of keys or strings, found '{label.Name}' of type {label.Type}.");
        var readKey = LabelColumn.CreateGetter(row, label);
        var names = KeyValues.FromAnnotations(label, LabelColumn.CountClasses(label))?.ToText();
        return () =>
        {
            var key = readKey();
            return key < 0 ? -1
                : names is null ? (key < classNames.Count ? key : -1)
                : classes.GetValueOrDefault(names[key], -1);
        };
    }
}
