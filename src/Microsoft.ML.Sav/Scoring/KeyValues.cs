using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Scoring;

/// <summary>The values that a label's keys stand for, in the order of the keys; of any type that ML.NET's keys can stand for.</summary>
internal abstract class KeyValues(VectorDataViewType type)
{
    private const string Annotation = "KeyValues";

    public VectorDataViewType Type { get; } = type;

    /// <summary>The label's values; <see langword="null"/> where it has none, or not one for each key.</summary>
    public static KeyValues? Of(DataViewSchema.Column label, int classCount)
    {
        if (label.Annotations.Schema.GetColumnOrNull(Annotation)?.Type is not VectorDataViewType type || type.Size != classCount)
            return null;
        var read = typeof(KeyValues).GetMethod(nameof(ReadAnnotation), BindingFlags.NonPublic | BindingFlags.Static)!;
        return Create(type, read.MakeGenericMethod(type.ItemType.RawType).Invoke(null, [label.Annotations])!);
    }

    public static KeyValues Read(IHostEnvironment environment, Stream stream) =>
        ValueSerializer.Read(environment, stream) is (VectorDataViewType type, var values)
            ? Create(type, values)
            : throw new InvalidDataException("The model file holds no vector where the label's key values should be.");

    public abstract void Write(IHostEnvironment environment, Stream stream);

    /// <summary>Adds the values as an annotation of that name.</summary>
    public abstract void AddTo(DataViewSchema.Annotations.Builder annotations, string name);

    public abstract IReadOnlyList<string> ToText();

    private static object ReadAnnotation<T>(DataViewSchema.Annotations annotations)
    {
        var values = default(VBuffer<T>);
        annotations.GetValue(Annotation, ref values);
        return values;
    }

    private static KeyValues Create(VectorDataViewType type, object values) =>
        (KeyValues)Activator.CreateInstance(typeof(KeyValues<>).MakeGenericType(type.ItemType.RawType), type, values)!;
}
