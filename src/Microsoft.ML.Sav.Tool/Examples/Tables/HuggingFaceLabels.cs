using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Examples.Tables;

/// <summary>Reads the names of the labels that Hugging Face's library stores in the metadata of a Parquet file.</summary>
internal static class HuggingFaceLabels
{
    /// <summary>The names of the labels in a column; empty if there are none.</summary>
    public static IReadOnlyList<string> Read(IReadOnlyDictionary<string, string> metadata, string column)
    {
        // A key may have no value.
        if (metadata.GetValueOrDefault("huggingface") is not { } text)
            return [];
        try
        {
            // {"info": {"features": {"label": {"names": ["cat", "dog"], "_type": "ClassLabel"}}}}
            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetProperty("info").GetProperty("features").GetProperty(column).TryGetProperty("names", out var names)
                ? [.. names.EnumerateArray().Select(name => name.ToString())]
                : [];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }
}
