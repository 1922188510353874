namespace Microsoft.ML.Sav.Onnx.Protobuf;

internal sealed partial class ValueInfoProto
{
    /// <summary>Describes a tensor; a dimension is a number or a name.</summary>
    public static ValueInfoProto Create(string name, TensorProto.Types.DataType type, params object[] dimensions)
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

    /// <summary>Type of the elements.</summary>
    public TensorProto.Types.DataType ElementType => (TensorProto.Types.DataType)(Type?.TensorType?.ElemType ?? 0);

    /// <summary>Number of dimensions, or null when it is not known.</summary>
    public int? Rank => Type?.TensorType?.Shape?.Dim.Count;

    /// <summary>Whether the tensor holds floating-point numbers.</summary>
    public bool IsFloat => ElementType
        is TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16;

    /// <summary>The last dimension, or null when it is not fixed.</summary>
    public long? LastDimension => Type?.TensorType?.Shape?.Dim.LastOrDefault() is { HasDimValue: true, DimValue: > 0 and var size } ? size : null;
}
