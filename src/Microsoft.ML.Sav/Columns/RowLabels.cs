using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The label column of rows: keys, or values that keys can stand for.</summary>
internal abstract class RowLabels(DataViewSchema.Column column)
{
    /// <summary>The column.</summary>
    public DataViewSchema.Column Column { get; } = column;

    /// <summary>The classes; complete when all rows are read.</summary>
    public abstract LabelClasses Classes { get; }

    /// <summary>Labels that are keys.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or is not a key.</exception>
    public static RowLabels FromKeys(DataViewSchema schema, string name)
    {
        LabelColumn.Check(ColumnShapes.Create(schema), name);
        return new KeyLabels(schema[name]);
    }

    /// <summary>Labels that are keys, or values of the type that the keys of a model have.</summary>
    /// <param name="schema">Schema of the rows.</param>
    /// <param name="name">Name of the column.</param>
    /// <param name="keyValues">The key values of the model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or of another type.</exception>
    public static RowLabels FromKeysOrValues(DataViewSchema schema, string name, KeyValues? keyValues)
    {
        if (keyValues is null || schema.GetColumnOrNull(name) is not { } column || !column.Type.Equals(keyValues.Type.ItemType))
            return FromKeys(schema, name);
        return FromValues(column);
    }

    /// <summary>Labels that are keys or values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or neither a key nor a single value.</exception>
    public static RowLabels FromColumn(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name) is { Type: PrimitiveDataViewType and not KeyDataViewType } column ? FromValues(column) : FromKeys(schema, name);

    /// <summary>Creates a delegate that reads the class of the row, from 0; -1 if the label is missing.</summary>
    public abstract Func<int> CreateGetter(DataViewRow row);

    private static RowLabels FromValues(DataViewSchema.Column column)
    {
        var type = typeof(LabelValues<>).MakeGenericType(column.Type.RawType);
        return (RowLabels)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public, null, [column], null)!;
    }

    private sealed class KeyLabels(DataViewSchema.Column column) : RowLabels(column)
    {
        public override LabelClasses Classes
        {
            get
            {
                var count = LabelColumn.CountClasses(Column);
                return new LabelClasses(KeyValues.FromAnnotations(Column, count), count);
            }
        }

        public override Func<int> CreateGetter(DataViewRow row) => LabelColumn.CreateGetter(row, Column);
    }
}
