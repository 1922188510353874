using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.ML.Sav.Heads.Safetensors;

/// <summary>The header of a safetensors file: its tensors, in the order of their data, and metadata.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Number of bytes before the header, which hold its length.</summary>
    public const int LengthBytes = sizeof(ulong);

    /// <summary>Greatest length of a header in bytes, as in the reference implementation.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>Key of the metadata among the tensors.</summary>
    public const string MetadataKey = "__metadata__";

    private const int Alignment = 8;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Creates a header.</summary>
    /// <param name="tensors">The tensors, in the order of their data. Those with larger elements come first, so that all are aligned.</param>
    /// <param name="metadata">Strings to store along with the tensors.</param>
    public SafetensorsHeader(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        Tensors = tensors;
        Metadata = metadata;
        DataLength = tensors.Aggregate(0L, (length, tensor) => checked(length + tensor.ByteCount));
    }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Strings that are stored along with the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Number of bytes of all tensors.</summary>
    public long DataLength { get; }

    /// <summary>Formats the header as it starts a file, its length included.</summary>
    public byte[] ToBytes()
    {
        var entries = new Dictionary<string, object> { [MetadataKey] = Metadata };
        var start = 0L;
        foreach (var tensor in Tensors)
        {
            var end = start + tensor.ByteCount;
            entries.Add(tensor.Name, new { dtype = tensor.Type, shape = tensor.Shape, data_offsets = new[] { start, end } });
            start = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(entries, Json);
        var padded = (json.Length + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[LengthBytes + padded];
        bytes.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)padded);
        json.CopyTo(bytes, LengthBytes);
        return bytes;
    }
}
