using System.Runtime.InteropServices;
using System.Text.Json;

namespace Microsoft.ML.Sav.Heads.Storage;

/// <summary>
/// Reads a safetensors file: 8 bytes of little-endian header length, a JSON header
/// <c>{name: {dtype, shape, data_offsets}, "__metadata__": {...}}</c>, then the raw tensors.
/// </summary>
public sealed class SafetensorsFile
{
    internal const string MetadataKey = "__metadata__";
    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly int _dataStart;
    private readonly Dictionary<string, TensorEntry> _entries = [];

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="InvalidDataException">The header or a tensor's place is wrong.</exception>
    public SafetensorsFile(string path)
    {
        _path = path;
        _bytes = File.ReadAllBytes(path);
        if (_bytes.Length < 8)
            throw Invalid("it is shorter than the 8 bytes of header length");
        var headerLength = BitConverter.ToUInt64(_bytes);
        if (headerLength > (ulong)_bytes.Length - 8)
            throw Invalid($"the header should have {headerLength} bytes, but the file has {_bytes.Length}");
        _dataStart = 8 + (int)headerLength;
        try
        {
            using var header = JsonDocument.Parse(_bytes.AsMemory(8, (int)headerLength));
            foreach (var property in header.RootElement.EnumerateObject())
            {
                if (property.NameEquals(MetadataKey))
                    Metadata = property.Value.Deserialize<Dictionary<string, string>>()!;
                else
                    _entries.Add(property.Name, ReadEntry(property));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Invalid($"its header is not understood ({exception.Message})");
        }
    }

    /// <summary>Names of the tensors.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The free text entries of the header.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>Dimensions of a tensor.</summary>
    public IReadOnlyList<int> Shape(string name) => Entry(name).Shape;

    /// <summary>Values of a tensor of type F32 or F16.</summary>
    public float[] ReadSingle(string name) => Entry(name).Type switch
    {
        "F32" => Read<float>(name),
        "F16" => Array.ConvertAll(Read<Half>(name), value => (float)value),
        var other => throw Invalid($"tensor '{name}' is {other}, expected F32 or F16"),
    };

    /// <summary>Values of a tensor of whole numbers (I64, I32, U8 or BOOL).</summary>
    public long[] ReadInt64(string name) => Entry(name).Type switch
    {
        "I64" => Read<long>(name),
        "I32" => Array.ConvertAll(Read<int>(name), value => (long)value),
        "U8" or "BOOL" => Array.ConvertAll(Read<byte>(name), value => (long)value),
        var other => throw Invalid($"tensor '{name}' is {other}, expected I64, I32, U8 or BOOL"),
    };

    /// <summary>Bytes of a tensor of type U8 or BOOL.</summary>
    public byte[] ReadByte(string name) => Entry(name).Type is "U8" or "BOOL"
        ? Read<byte>(name)
        : throw Invalid($"tensor '{name}' is {Entry(name).Type}, expected U8 or BOOL");

    private T[] Read<T>(string name) where T : unmanaged
    {
        var entry = Entry(name);
        return MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(_dataStart + entry.Start, entry.Length)).ToArray();
    }

    private TensorEntry Entry(string name) => _entries.TryGetValue(name, out var entry)
        ? entry
        : throw Invalid($"it has no tensor '{name}'; it has {string.Join(", ", _entries.Keys.Order())}");

    private TensorEntry ReadEntry(JsonProperty property)
    {
        var type = property.Value.GetProperty("dtype").GetString()!;
        var shape = property.Value.GetProperty("shape").Deserialize<int[]>()!;
        var offsets = property.Value.GetProperty("data_offsets").Deserialize<long[]>()!;
        var expected = shape.Aggregate((long)ElementSize(type), (size, dimension) => size * dimension);
        if (offsets is not [var start, var end] || start < 0 || end < start || _dataStart + end > _bytes.Length)
            throw Invalid($"tensor '{property.Name}' lies outside the file");
        if (end - start != expected)
            throw Invalid($"tensor '{property.Name}' [{string.Join(", ", shape)}] {type} should have {expected} bytes, but has {end - start}");
        return new TensorEntry(type, shape, (int)start, (int)(end - start));
    }

    internal static int ElementSize(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "U8" or "I8" or "BOOL" => 1,
        _ => throw new FormatException($"unknown dtype '{type}'"),
    };

    private InvalidDataException Invalid(string reason) => new($"'{_path}' is not a safetensors file that can be read: {reason}.");

    private sealed record TensorEntry(string Type, int[] Shape, int Start, int Length);
}
