namespace Microsoft.ML.Sav.Lmm.Graphs.Onnx;

internal sealed partial class TensorProto
{
    /// <summary>A list of whole numbers.</summary>
    public static TensorProto Int64(string name, params long[] values) => new()
    {
        Name = name,
        DataType = (int)Types.DataType.Int64,
        Dims = { values.Length },
        Int64Data = { values },
    };
}
