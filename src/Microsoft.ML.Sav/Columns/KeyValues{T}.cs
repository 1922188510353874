using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Sav.Columns;

/// <summary>Key values of one type.</summary>
internal sealed class KeyValues<T>(VectorDataViewType type, VBuffer<T> values) : KeyValues(type)
{
    public override void Write(IHostEnvironment environment, Stream stream) => ValueSerializer.Write(environment, stream, Type, values);

    public override void AddTo(DataViewSchema.Annotations.Builder annotations, string name) =>
        annotations.Add(name, Type, (ref VBuffer<T> destination) => values.CopyTo(ref destination));

    public override IReadOnlyList<string> ToText() =>
        [.. values.DenseValues().Select(value => string.Create(CultureInfo.InvariantCulture, $"{value}"))];

    public override KeyValues Select(IEnumerable<int> positions)
    {
        T[] all = [.. values.DenseValues()];
        return FromArray((PrimitiveDataViewType)Type.ItemType, [.. positions.Select(position => all[position])]);
    }

    public override (KeyValues Values, Dictionary<int, int> Positions) Union(KeyValues other, IEnumerable<int> wanted)
    {
        List<T> all = [.. values.DenseValues()];
        T[] others = [.. ((KeyValues<T>)other).DenseValues()];
        var positions = all.Select(LabelValues<T>.ToComparable).Index().ToDictionary(value => value.Item, value => value.Index);
        var mapped = new Dictionary<int, int>();
        foreach (var position in wanted)
        {
            if (positions.TryAdd(LabelValues<T>.ToComparable(others[position]), all.Count))
                all.Add(others[position]);
            mapped[position] = positions[LabelValues<T>.ToComparable(others[position])];
        }
        return (FromArray((PrimitiveDataViewType)Type.ItemType, all.ToArray()), mapped);
    }

    public override ValueToKeyMappingTransformer Map(IHostEnvironment environment, ValueToKeyMappingTransformer mapping, string column) =>
        LabelMapping.WithKeys(environment, mapping, column, (PrimitiveDataViewType)Type.ItemType, [.. values.DenseValues()]);

    private IEnumerable<T> DenseValues() => values.DenseValues();
}
