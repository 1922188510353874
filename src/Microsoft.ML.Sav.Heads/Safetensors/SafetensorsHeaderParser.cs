using System.Text.Json;

namespace Microsoft.ML.Sav.Heads.Safetensors;

/// <summary>
/// Parses the JSON header <c>{name: {dtype, shape, data_offsets}, "__metadata__": {...}}</c> of a safetensors file. Tensors must fill the
/// data from its first byte on, without overlaps and holes, as the reference implementation demands.
/// </summary>
internal static class SafetensorsHeaderParser
{
    private static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false };

    /// <param name="json">The header without its length.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="SafetensorsException">The header is not valid.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, string path)
    {
        var metadata = new Dictionary<string, string>();
        var entries = new List<Entry>();
        try
        {
            using var header = JsonDocument.Parse(json, Json);
            foreach (var property in header.RootElement.EnumerateObject())
            {
                if (property.NameEquals(SafetensorsHeader.MetadataKey))
                    metadata = ReadMetadata(property.Value);
                else
                    entries.Add(ReadEntry(property));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SafetensorsException(path, $"its header is not valid ({exception.Message.TrimEnd('.')})", exception);
        }

        var ordered = entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End).ToList();
        var position = 0L;
        foreach (var entry in ordered)
        {
            if (!entry.Tensor.TryComputeByteCount(out var byteCount))
                throw new SafetensorsException(path, $"{entry.Tensor} has an unknown type or too many elements");
            if (entry.Start != position)
                throw new SafetensorsException(path, $"{entry.Tensor} should start at byte {position} of the data, but starts at byte {entry.Start}");
            if (entry.End < entry.Start || entry.End - entry.Start != byteCount)
                throw new SafetensorsException(path, $"{entry.Tensor} should have {byteCount} bytes, but lies at bytes {entry.Start} to {entry.End}");
            position = entry.End;
        }
        return new SafetensorsHeader([.. ordered.Select(entry => entry.Tensor)], metadata);
    }

    private static Dictionary<string, string> ReadMetadata(JsonElement metadata) => metadata.ValueKind == JsonValueKind.Null
        ? []
        : metadata.EnumerateObject().ToDictionary(property => property.Name, property => ReadString(property.Value));

    private static Entry ReadEntry(JsonProperty property)
    {
        var type = ReadString(property.Value.GetProperty("dtype"));
        var shape = ReadIntegers(property.Value.GetProperty("shape"));
        return ReadIntegers(property.Value.GetProperty("data_offsets")) is [var start, var end]
            ? new Entry(new SafetensorsTensor(property.Name, type, shape), start, end)
            : throw new JsonException($"'data_offsets' of tensor '{property.Name}' should have two integers");
    }

    private static string ReadString(JsonElement element) => element.GetString() ?? throw new JsonException("a string is null");

    private static long[] ReadIntegers(JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetInt64())];

    private readonly record struct Entry(SafetensorsTensor Tensor, long Start, long End);
}
