namespace Microsoft.ML.Sav.Lmm.Graphs.Onnx;

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

    /// <summary>Whether the tensor holds floating-point numbers.</summary>
    public bool IsFloat => (TensorProto.Types.DataType)(Type?.TensorType?.ElemType ?? 0)
        is TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16;

    /// <summary>The last dimension, or null when it is not fixed.</summary>
    public long? LastDimension => Type?.TensorType?.Shape?.Dim.LastOrDefault() is { HasDimValue: true, DimValue: > 0 and var size } ? size : null;
}
