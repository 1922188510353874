using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Columns;

/// <summary>A label column of values. They become classes in the order in which they are read.</summary>
internal sealed class LabelValues<T>(DataViewSchema.Column column) : RowLabels(column)
{
    private readonly Dictionary<object, int> _classes = [];
    private readonly List<T> _values = [];

    public override LabelClasses Classes => new(KeyValues.FromArray((PrimitiveDataViewType)Column.Type, _values.ToArray()), _values.Count);

    public override Func<int> CreateGetter(DataViewRow row)
    {
        var getter = row.GetGetter<T>(row.Schema[Column.Name]);
        var value = default(T)!;
        return () =>
        {
            getter(ref value);
            return value is ReadOnlyMemory<char> { IsEmpty: true } or float.NaN or double.NaN ? -1 : FindOrAdd(value);
        };
    }

    /// <summary>The value in a form that equals if the value is equal: text is compared by its characters.</summary>
    public static object ToComparable(T value) => value is ReadOnlyMemory<char> text ? text.ToString() : value!;

    private int FindOrAdd(T value)
    {
        var comparable = ToComparable(value);
        if (_classes.TryAdd(comparable, _values.Count))
            _values.Add(comparable is string text ? (T)(object)text.AsMemory() : value); // a copy: the row's text may change
        return _classes[comparable];
    }
}
