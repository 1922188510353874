using Google.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Protobuf;

internal sealed partial class TensorProto
{
    /// <summary>Whether the values lie in another file.</summary>
    public bool IsExternal => DataLocation == Types.DataLocation.External;

    /// <summary>A list of whole numbers.</summary>
    public static TensorProto Int64(string name, params long[] values) => Int64(name, [values.Length], values);

    /// <summary>Whole numbers in a shape.</summary>
    public static TensorProto Int64(string name, long[] shape, IEnumerable<long> values) => new()
    {
        Name = name,
        DataType = (int)Types.DataType.Int64,
        Dims = { shape },
        Int64Data = { values },
    };

    /// <summary>Floats in a shape.</summary>
    public static TensorProto Float(string name, long[] shape, IEnumerable<float> values) => new()
    {
        Name = name,
        DataType = (int)Types.DataType.Float,
        Dims = { shape },
        FloatData = { values },
    };

    /// <summary>One number in double precision, without dimensions.</summary>
    public static TensorProto Double(string name, double value) => Double(name, [], [value]);

    /// <summary>Numbers in double precision in a shape.</summary>
    public static TensorProto Double(string name, long[] shape, IEnumerable<double> values) => new()
    {
        Name = name,
        DataType = (int)Types.DataType.Double,
        Dims = { shape },
        DoubleData = { values },
    };

    /// <summary>A list of texts.</summary>
    public static TensorProto Text(string name, IReadOnlyCollection<string> values) => new()
    {
        Name = name,
        DataType = (int)Types.DataType.String,
        Dims = { values.Count },
        StringData = { values.Select(ByteString.CopyFromUtf8) },
    };
}
