using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Columns;

/// <summary>Key values of one type.</summary>
internal sealed class KeyValues<T>(VectorDataViewType type, VBuffer<T> values) : KeyValues(type)
{
    public override void Write(IHostEnvironment environment, Stream stream) => ValueSerializer.Write(environment, stream, Type, values);

    public override void AddTo(DataViewSchema.Annotations.Builder annotations, string name) =>
        annotations.Add(name, Type, (ref VBuffer<T> destination) => values.CopyTo(ref destination));

    public override IReadOnlyList<string> ToText() =>
        [.. values.DenseValues().Select(value => string.Create(CultureInfo.InvariantCulture, $"{value}"))];
}
