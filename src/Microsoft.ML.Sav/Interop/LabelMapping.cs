using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Sav.Interop;

/// <summary>Changes the keys of a trained <c>MapValueToKey</c>.</summary>
internal static class LabelMapping
{
    /// <summary>Returns a mapping of a column to other keys; the given one if it does not map the column alone from such values.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="column">Name of the output column.</param>
    /// <param name="type">Type of a value.</param>
    /// <param name="values">The values, in the order of their keys.</param>
    public static ValueToKeyMappingTransformer WithKeys<T>(
        IHostEnvironment environment, ValueToKeyMappingTransformer mapping, string column, PrimitiveDataViewType type, T[] values)
    {
        if (FindColumns(mapping) is not [var (output, input)] || output != column || !mapping.GetTermMap(0).ItemType.Equals(type))
            return mapping;
        var builder = new ArrayDataViewBuilder(environment);
        builder.AddColumn(input, type, values);
        var keys = builder.GetDataView();
        return new ValueToKeyMappingEstimator(environment, [new ValueToKeyMappingEstimator.ColumnOptions(output, input, maximumNumberOfKeys: values.Length)], keys).Fit(keys);
    }

    private static (string Output, string Input)[] FindColumns(ValueToKeyMappingTransformer mapping)
    {
        try
        {
            return ColumnPairs(mapping);
        }
        catch (MissingFieldException)
        {
            return [];
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = nameof(ColumnPairs))]
    private static extern ref (string Output, string Input)[] ColumnPairs(OneToOneTransformerBase transformer);
}
