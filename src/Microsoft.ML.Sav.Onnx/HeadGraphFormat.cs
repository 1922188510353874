using System.Text.Json;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Onnx;

/// <summary>
/// The names by which an ONNX file that returns head vectors is recognised.
/// <list type="table">
/// <item><term>output <c>head_vectors</c></term><description>float32 [batch, sum of head sizes]: every head's vector at the last token</description></item>
/// <item><term>input <c>last_token</c></term><description>int64 [batch], optional: position of each row's last token; without it the graph finds it itself</description></item>
/// <item><term>inputs <c>input_ids</c>, <c>attention_mask</c>, <c>position_ids</c></term><description>int64 [batch, tokens], as far as the graph has them</description></item>
/// <item><term>input <c>pixel_values</c></term><description>float32, as the model's image processor makes them; and what else it makes, by name</description></item>
/// </list>
/// Metadata properties say which heads these are: <c>sav.layers</c>, <c>sav.heads</c> and <c>sav.head_size</c> when all layers are alike, or
/// <c>sav.layout</c>, a JSON list of <c>[layer, head, size]</c> in the order of the output.
/// </summary>
internal static class HeadGraphFormat
{
    public const string HeadVectors = "head_vectors";
    public const string LastToken = "last_token";
    public const string LayersKey = "sav.layers";
    public const string HeadsKey = "sav.heads";
    public const string HeadSizeKey = "sav.head_size";
    public const string LayoutKey = "sav.layout";

    /// <summary>The value of <see cref="LayoutKey"/> for a layout.</summary>
    public static string FormatLayout(HeadLayout layout) =>
        JsonSerializer.Serialize(layout.Select(head => new[] { head.Layer, head.Index, head.Size }));

    /// <summary>Reads the layout from a model's metadata properties; null when they do not speak of heads.</summary>
    /// <param name="metadata">The model's metadata properties.</param>
    /// <param name="path">The model's file, for messages.</param>
    /// <exception cref="InvalidDataException">The properties are there but wrong or incomplete.</exception>
    public static HeadLayout? ReadLayout(IReadOnlyDictionary<string, string> metadata, string path)
    {
        try
        {
            if (metadata.TryGetValue(LayoutKey, out var layout))
                return new HeadLayout((JsonSerializer.Deserialize<int[]?[]>(layout) ?? []).Select(ReadHead));
            string[] keys = [LayersKey, HeadsKey, HeadSizeKey];
            if (!keys.Any(metadata.ContainsKey))
                return null;
            var numbers = Array.ConvertAll(keys, key => int.TryParse(metadata.GetValueOrDefault(key), out var number) && number > 0
                ? number
                : throw new FormatException($"{key} should be a whole number above 0, but is '{metadata.GetValueOrDefault(key)}'"));
            return HeadLayout.CreateUniform(numbers[0], numbers[1], numbers[2]);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}': the metadata that describe its head vectors are wrong: {exception.Message}", exception);
        }
    }

    private static Head ReadHead(int[]? head) => head is [var layer, var index, var size]
        ? new Head(layer, index, size)
        : throw new FormatException($"{LayoutKey} should be a list of [layer, head, size]");
}
