using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Data.IO;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Interop;

/// <summary>Writes and reads a value together with its type, as ML.NET does in its own model files.</summary>
internal static class ValueSerializer
{
    private const int BitsPerByte = 8;

    /// <exception cref="NotSupportedException">ML.NET has no binary form of the type.</exception>
    public static void Write<T>(IHostEnvironment environment, Stream stream, DataViewType type, T value)
    {
        if (!new BinarySaver(environment, new BinarySaver.Arguments()).TryWriteTypeAndValue(stream, type, ref value, out _))
            throw new NotSupportedException($"Values of type {type} cannot be saved.");
    }

    /// <exception cref="InvalidDataException">The stream holds no value of a known type.</exception>
    public static (DataViewType Type, object Value) Read(IHostEnvironment environment, Stream stream)
    {
        CheckCounts(stream);
        return new BinarySaver(environment, new BinarySaver.Arguments()).TryLoadTypeAndValue(stream, out var type, out var value)
            ? (type, value)
            : throw new InvalidDataException("a value is of an unknown type.");
    }

    // ML.NET does not return from types with many dimensions, and takes memory for counts before it reads what they count. A vector is
    // "VBuffer", the length of its type, the item's type with its length, and the dimensions; then the number of vectors, their length, the
    // number of values or -1 for all, the number of indices, the indices and the values, of which ML.NET packs some into bits.
    private static void CheckCounts(Stream stream)
    {
        var start = stream.Position;
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadString() == "VBuffer")
        {
            reader.Read7BitEncodedInt64();
            reader.ReadString();
            stream.Seek(reader.Read7BitEncodedInt64(), SeekOrigin.Current);
            if (reader.ReadInt32() is var dimensions and not 1)
                throw new InvalidDataException($"a vector has {dimensions} dimensions.");
            reader.ReadInt32();
            var (vectors, length, count, indices) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            var bytes = stream.Length - stream.Position;
            if (vectors != 1 || indices < 0 || indices > bytes / sizeof(int) || (count < 0 ? length : count) / BitsPerByte > bytes)
                throw new InvalidDataException($"{vectors} vectors of {length} values, with {count} values and {indices} indices, should follow in {bytes} bytes.");
        }
        stream.Position = start;
    }
}
