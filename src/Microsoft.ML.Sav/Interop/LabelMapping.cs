using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Sav.Interop;

/// <summary>Changes the keys of a trained <c>MapValueToKey</c>.</summary>
internal static class LabelMapping
{
    /// <summary>Returns a mapping of a column to other keys; the given one if it does not map the column.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="column">Name of the output column.</param>
    /// <param name="type">Type of a value.</param>
    /// <param name="values">The values, in the order of their keys.</param>
    /// <exception cref="NotSupportedException">The mapping maps other columns too, or from values of another type.</exception>
    public static ValueToKeyMappingTransformer WithKeys<T>(
        IHostEnvironment environment, ValueToKeyMappingTransformer mapping, string column, PrimitiveDataViewType type, T[] values)
    {
        var columns = FindColumns(mapping);
        if (!columns.Any(mapped => mapped.Output == column))
            return mapping;
        if (columns is not [var (output, input)])
            throw CreateException($"maps the columns {string.Join(", ", columns.Select(mapped => $"'{mapped.Output}'"))}");
        if (!mapping.GetTermMap(0).ItemType.Equals(type))
            throw CreateException($"maps values of the type {mapping.GetTermMap(0).ItemType}, whose keys have values of the type {type}");
        var builder = new ArrayDataViewBuilder(environment);
        builder.AddColumn(input, type, values);
        var keys = builder.GetDataView();
        return new ValueToKeyMappingEstimator(environment, [new ValueToKeyMappingEstimator.ColumnOptions(output, input, maximumNumberOfKeys: values.Length)], keys).Fit(keys);

        NotSupportedException CreateException(string reason) => new(
            $"The classes of the classifier changed, and the pipeline's MapValueToKey of '{column}' cannot get their keys: it {reason}. Train with a MapValueToKey of the label "
            + "alone, without text annotations (addKeyValueAnnotationsAsText: false), or change the SavTransformer outside of the pipeline.");
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
