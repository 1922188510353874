using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Sav.Columns;

/// <summary>The values that the keys of a label stand for, in the order of the keys. Of any type that ML.NET supports.</summary>
internal abstract class KeyValues(VectorDataViewType type)
{
    private const string Annotation = "KeyValues";

    public VectorDataViewType Type { get; } = type;

    /// <summary>Reads the values of a label; <see langword="null"/> if it has none, or not one per key.</summary>
    public static KeyValues? FromAnnotations(DataViewSchema.Column label, int classCount)
    {
        if (label.Annotations.Schema.GetColumnOrNull(Annotation)?.Type is not VectorDataViewType type || type.Size != classCount)
            return null;
        var read = typeof(KeyValues).GetMethod(nameof(ReadAnnotation), BindingFlags.NonPublic | BindingFlags.Static)!;
        return Create(type, read.MakeGenericMethod(type.ItemType.RawType).Invoke(null, [label.Annotations])!);
    }

    /// <exception cref="InvalidDataException">The stream holds no key values.</exception>
    public static KeyValues Read(IHostEnvironment environment, Stream stream) =>
        ValueSerializer.Read(environment, stream) is (VectorDataViewType type, var values)
            ? Create(type, values)
            : throw new InvalidDataException("the key values of the label are not a vector.");

    public abstract void Write(IHostEnvironment environment, Stream stream);

    /// <summary>Adds the values as an annotation with the given name.</summary>
    public abstract void AddTo(DataViewSchema.Annotations.Builder annotations, string name);

    public abstract IReadOnlyList<string> ToText();

    /// <summary>The values at some positions.</summary>
    public abstract KeyValues Select(IEnumerable<int> positions);

    /// <summary>Appends those of other values that are wanted and missing.</summary>
    /// <param name="other">Values of the same type.</param>
    /// <param name="wanted">Positions of the wanted values.</param>
    /// <returns>All values, and per wanted value of <paramref name="other"/> its position among them.</returns>
    public abstract (KeyValues Values, Dictionary<int, int> Positions) Union(KeyValues other, IEnumerable<int> wanted);

    /// <summary>Returns a copy of a trained mapping with these keys for a column; the mapping itself if it does not map the column.</summary>
    /// <exception cref="NotSupportedException">The mapping cannot have such keys.</exception>
    public abstract ValueToKeyMappingTransformer Map(IHostEnvironment environment, ValueToKeyMappingTransformer mapping, string column);

    /// <summary>Creates values of one type.</summary>
    /// <param name="type">Type of a value.</param>
    /// <param name="values">The values, an array of the type's raw type.</param>
    public static KeyValues FromArray<T>(PrimitiveDataViewType type, T[] values) =>
        new KeyValues<T>(new VectorDataViewType(type, values.Length), new VBuffer<T>(values.Length, values));

    private static object ReadAnnotation<T>(DataViewSchema.Annotations annotations)
    {
        var values = default(VBuffer<T>);
        annotations.GetValue(Annotation, ref values);
        return values;
    }

    private static KeyValues Create(VectorDataViewType type, object values) =>
        (KeyValues)Activator.CreateInstance(typeof(KeyValues<>).MakeGenericType(type.ItemType.RawType), type, values)!;
}
