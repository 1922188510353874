using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Protobuf;

internal sealed partial class ValueInfoProto
{
    /// <summary>Declares a tensor; each dimension is a number or the name of a symbol.</summary>
    public static ValueInfoProto Create(string name, DataType type, params object[] dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dimensions.Select(dimension => dimension is string symbol
            ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
            : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(dimension, null) }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } },
        };
    }

    /// <summary>Element type; undefined if it is not declared.</summary>
    public DataType ElementType => (DataType)(Type?.TensorType?.ElemType ?? 0);

    /// <summary>Declared dimensions, or null if the shape is not declared.</summary>
    public IReadOnlyList<TensorShapeProto.Types.Dimension>? Dimensions => Type?.TensorType?.Shape?.Dim;

    /// <summary>Number of dimensions, or null if the shape is not declared.</summary>
    public int? Rank => Dimensions?.Count;

    /// <summary>Whether the elements are floating-point numbers.</summary>
    public bool IsFloat => ElementType is DataType.Float or DataType.Float16 or DataType.Bfloat16;

    /// <summary>The last dimension, or null if it is not fixed.</summary>
    public long? LastDimension => Dimensions?.LastOrDefault() is { HasDimValue: true, DimValue: > 0 and var size } ? size : null;
}
