using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Protobuf;

internal sealed partial class TensorProto
{
    /// <summary>Whether the values are stored in another file.</summary>
    public bool IsExternal => DataLocation == Types.DataLocation.External;

    /// <summary>Size of the values as raw data, in bytes; null if the element type has no fixed size or is unknown.</summary>
    public long? ByteCount
    {
        get
        {
            var bits = (Types.DataType)DataType switch
            {
                Types.DataType.Uint4 or Types.DataType.Int4 => 4,
                Types.DataType.Uint8 or Types.DataType.Int8 or Types.DataType.Bool => 8,
                Types.DataType.Uint16 or Types.DataType.Int16 or Types.DataType.Float16 or Types.DataType.Bfloat16 => 16,
                Types.DataType.Float or Types.DataType.Int32 or Types.DataType.Uint32 => 32,
                Types.DataType.Double or Types.DataType.Int64 or Types.DataType.Uint64 => 64,
                _ => 0,
            };
            if (bits == 0)
                return null;
            var count = Dims.Aggregate(1.0, (product, dimension) => product * dimension);
            return count < 0 || count > long.MaxValue / 64 ? long.MaxValue : (Dims.Aggregate(1L, (product, dimension) => product * dimension) * bits + 7) / 8;
        }
    }

    /// <summary>Creates a list of integers.</summary>
    public static TensorProto Int64(string name, params long[] values) => Int64(name, [values.Length], values);

    /// <summary>Creates a tensor of integers.</summary>
    public static TensorProto Int64(string name, long[] shape, IEnumerable<long> values) => new()
    {
        Name = name,
        DataType = (int)Types.DataType.Int64,
        Dims = { shape },
        Int64Data = { values },
    };

    /// <summary>Creates a tensor of 32-bit floats.</summary>
    public static TensorProto Float(string name, long[] shape, IEnumerable<float> values) => new()
    {
        Name = name,
        DataType = (int)Types.DataType.Float,
        Dims = { shape },
        RawData = CreateRawData(values),
    };

    /// <summary>Creates a tensor in double precision.</summary>
    public static TensorProto Double(string name, long[] shape, IEnumerable<double> values) => new()
    {
        Name = name,
        DataType = (int)Types.DataType.Double,
        Dims = { shape },
        RawData = CreateRawData(values),
    };

    /// <summary>Creates a list of strings.</summary>
    public static TensorProto String(string name, IReadOnlyCollection<string> values) => new()
    {
        Name = name,
        DataType = (int)Types.DataType.String,
        Dims = { values.Count },
        StringData = { values.Select(ByteString.CopyFromUtf8) },
    };

    // Raw (little-endian, as all processors of ONNX Runtime's packages), so that ModelWriter can move large ones to another file.
    private static ByteString CreateRawData<T>(IEnumerable<T> values) where T : struct => ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values.ToArray()));
}
