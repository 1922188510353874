using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Heads.Safetensors;

/// <summary>
/// A safetensors file in memory: 8 bytes of little-endian header length, a JSON header, then the raw tensors. Files are checked as by the
/// reference implementation, https://github.com/huggingface/safetensors.
/// </summary>
internal sealed class SafetensorsFile
{
    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly Dictionary<string, (SafetensorsTensor Tensor, int Start)> _tensors = [];

    private SafetensorsFile(string path, byte[] bytes, SafetensorsHeader header)
    {
        _path = path;
        _bytes = bytes;
        Metadata = header.Metadata;
        var start = bytes.Length - (int)header.DataLength;
        foreach (var tensor in header.Tensors)
        {
            if (tensor.Shape.Any(dimension => dimension > int.MaxValue))
                throw new SafetensorsException(path, $"{tensor} has a dimension above {int.MaxValue}");
            _tensors.Add(tensor.Name, (tensor, start));
            start += (int)tensor.ByteCount;
        }
    }

    /// <summary>Reads a file of less than 2 GB.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="SafetensorsException">The file is not a safetensors file, or is damaged.</exception>
    public static SafetensorsFile Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < SafetensorsHeader.LengthBytes)
            throw new SafetensorsException(path, $"it should start with {SafetensorsHeader.LengthBytes} bytes of header length, but has {bytes.Length}");
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (headerLength > SafetensorsHeader.MaxLength)
            throw new SafetensorsException(path, $"its header should have at most {SafetensorsHeader.MaxLength} bytes, but has {headerLength}");
        var dataStart = SafetensorsHeader.LengthBytes + (int)headerLength;
        if (dataStart > bytes.Length)
            throw new SafetensorsException(path, $"its header should have {headerLength} bytes, but the file has {bytes.Length}");

        var header = SafetensorsHeaderParser.Parse(bytes.AsMemory(SafetensorsHeader.LengthBytes, (int)headerLength), path);
        if (header.DataLength != bytes.Length - dataStart)
            throw new SafetensorsException(path, $"its tensors have {header.DataLength} bytes, but {bytes.Length - dataStart} bytes follow the header");
        return new SafetensorsFile(path, bytes, header);
    }

    /// <summary>Names of the tensors.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>Strings that are stored along with the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>Dimensions of a tensor.</summary>
    public IReadOnlyList<int> GetShape(string name) => [.. Find(name).Tensor.Shape.Select(dimension => (int)dimension)];

    /// <summary>Values of a tensor of type F32 or F16.</summary>
    public float[] ReadSingle(string name) => Find(name).Tensor.Type switch
    {
        "F32" => Read<float>(name),
        "F16" => Array.ConvertAll(Read<Half>(name), value => (float)value),
        _ => throw CreateTypeException(name, "F32 or F16"),
    };

    /// <summary>Values of a tensor of type I64, I32, U8 or BOOL.</summary>
    public long[] ReadInt64(string name) => Find(name).Tensor.Type switch
    {
        "I64" => Read<long>(name),
        "I32" => Array.ConvertAll(Read<int>(name), value => (long)value),
        "U8" or "BOOL" => Array.ConvertAll(Read<byte>(name), value => (long)value),
        _ => throw CreateTypeException(name, "I64, I32, U8 or BOOL"),
    };

    /// <summary>Bytes of a tensor of type U8 or BOOL.</summary>
    public byte[] ReadByte(string name) =>
        Find(name).Tensor.Type is "U8" or "BOOL" ? Read<byte>(name) : throw CreateTypeException(name, "U8 or BOOL");

    private T[] Read<T>(string name) where T : unmanaged
    {
        var (tensor, start) = Find(name);
        return MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(start, (int)tensor.ByteCount)).ToArray();
    }

    private (SafetensorsTensor Tensor, int Start) Find(string name) => _tensors.TryGetValue(name, out var found)
        ? found
        : throw new SafetensorsException(_path, $"it should have a tensor '{name}', but has {string.Join(", ", Names.Order())}");

    private SafetensorsException CreateTypeException(string name, string expected) =>
        new(_path, $"tensor '{name}' should be {expected}, but is {Find(name).Tensor.Type}");
}
