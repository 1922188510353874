using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The label: a key, of any of the four types that keys can have.</summary>
internal static class LabelColumn
{
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or no key.</exception>
    public static SchemaShape.Column Check(SchemaShape schema, string name)
    {
        var label = ColumnShapes.Find(schema, name) ?? throw SchemaMismatch.NotFound("label", name);
        if (label.IsKey && label.Kind == SchemaShape.Column.VectorKind.Scalar)
            return label;
        var advice = $". Put mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") before the trainer.";
        throw SchemaMismatch.WrongType("label", label, "Key<UInt32>", advice);
    }

    /// <summary>Number of classes: of values that the key can have.</summary>
    public static int CountClasses(DataViewSchema.Column label)
    {
        var count = ((KeyDataViewType)label.Type).Count;
        return count <= (ulong)Array.MaxLength
            ? (int)count
            : throw new ArgumentOutOfRangeException(
                nameof(label), $"Label column '{label.Name}' has {count} classes, more than can be told apart.");
    }

    /// <summary>Reads the class of the row, from 0; -1 where the label is missing.</summary>
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
            return int.CreateChecked(key) - 1; // keys count from 1, and 0 is missing
        };
    }
}
