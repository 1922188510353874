using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The label column: a key of any of the four types that keys can have.</summary>
internal static class LabelColumn
{
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or is not a key.</exception>
    public static SchemaShape.Column Check(SchemaShape schema, string name)
    {
        var label = ColumnShapes.Find(schema, name) ?? throw SchemaMismatch.CreateNotFoundException("label", name);
        if (label.IsKey && label.Kind == SchemaShape.Column.VectorKind.Scalar)
            return label;
        var advice = $". Put mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") before the trainer.";
        throw SchemaMismatch.CreateWrongTypeException("label", label, "Key<UInt32>", advice);
    }

    /// <summary>Number of classes, that is, of values that the key can have.</summary>
    public static int CountClasses(DataViewSchema.Column label)
    {
        var count = ((KeyDataViewType)label.Type).Count;
        return count <= (ulong)Array.MaxLength
            ? (int)count
            : throw new ArgumentOutOfRangeException(
                nameof(label), $"Label column '{label.Name}' has {count} classes, more than {Array.MaxLength}.");
    }

    /// <summary>Creates a delegate that reads the class of the row, from 0; -1 if the label is missing.</summary>
    public static Func<int> CreateGetter(DataViewRow row, DataViewSchema.Column label) => label.Type.RawType switch
    {
        var type when type == typeof(byte) => CreateGetter<byte>(row, label),
        var type when type == typeof(ushort) => CreateGetter<ushort>(row, label),
        var type when type == typeof(uint) => CreateGetter<uint>(row, label),
        _ => CreateGetter<ulong>(row, label),
    };

    private static Func<int> CreateGetter<T>(DataViewRow row, DataViewSchema.Column label) where T : unmanaged, IBinaryInteger<T>
    {
        var getter = row.GetGetter<T>(label);
        var key = default(T);
        return () =>
        {
            getter(ref key);
            return int.CreateChecked(key) - 1; // Keys count from 1; 0 is missing.
        };
    }
}
