using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.ML.Sav.Heads.Storage;

/// <summary>What stands in a safetensors file before the tensors.</summary>
public sealed class SafetensorsHeader
{
    private const int Alignment = 8;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Describes a file.</summary>
    /// <param name="tensors">The tensors, in the order in which their data follows; those with the larger elements first.</param>
    /// <param name="metadata">Free text entries.</param>
    public SafetensorsHeader(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        var entries = new Dictionary<string, object> { [SafetensorsFile.MetadataKey] = metadata };
        foreach (var tensor in tensors)
        {
            var end = checked(DataLength + tensor.Length);
            entries.Add(tensor.Name, new { dtype = tensor.Type, shape = tensor.Shape, data_offsets = new[] { DataLength, end } });
            DataLength = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(entries, Json);
        var padded = (json.Length + Alignment - 1) / Alignment * Alignment;
        Bytes = new byte[sizeof(ulong) + padded];
        Bytes.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(Bytes, (ulong)padded);
        json.CopyTo(Bytes, sizeof(ulong));
    }

    /// <summary>Number of bytes of all tensors.</summary>
    public long DataLength { get; }

    /// <summary>The header's own bytes, its length before it.</summary>
    internal byte[] Bytes { get; }
}
