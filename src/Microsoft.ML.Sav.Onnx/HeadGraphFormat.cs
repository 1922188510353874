using System.Text.Json;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Onnx;

/// <summary>
/// The contract by which an ONNX file that returns head vectors is recognised.
/// <list type="table">
/// <item><term>output <c>head_vectors</c></term><description>float32 [batch, sum of head sizes]: the vectors of all heads at the last token</description></item>
/// <item><term>input <c>last_token</c></term><description>int64 [batch], optional: position of each row's last token; without it, the graph finds the position itself</description></item>
/// <item><term>inputs <c>input_ids</c>, <c>attention_mask</c>, <c>position_ids</c></term><description>int64 [batch, tokens], each optional</description></item>
/// <item><term>input <c>pixel_values</c></term><description>float32, and the other outputs of the model's image processor, by name</description></item>
/// </list>
/// Metadata properties list the heads: <c>sav.layers</c>, <c>sav.heads</c> and <c>sav.head_size</c> if all layers have the same shape, or
/// <c>sav.layout</c>, a JSON list of <c>[layer, head, size]</c> in the order of the output.
/// </summary>
internal static class HeadGraphFormat
{
    public const string HeadVectors = "head_vectors";
    public const string LastToken = "last_token";

    /// <summary>
    /// Input of tapped decoders that average heads over tokens, float32 [batch, tokens]: the share of each token in its row's mean, 0 for
    /// tokens that do not count. Not part of the contract for files.
    /// </summary>
    public const string TokenWeights = "token_weights";

    /// <summary>Input of decoders that return what head vectors are sums of, int64 [1]: the first token whose attention probability is returned.</summary>
    public const string ProbedToken = "probed_token";

    public const string LayersKey = "sav.layers";
    public const string HeadsKey = "sav.heads";
    public const string HeadSizeKey = "sav.head_size";
    public const string LayoutKey = "sav.layout";

    /// <summary>Formats a layout as the value of <see cref="LayoutKey"/>.</summary>
    public static string FormatLayout(FeatureLayout layout) =>
        JsonSerializer.Serialize(layout.Select(head => new[] { head.Layer, head.Index, head.Size }));

    /// <summary>Reads the layout from a model's metadata properties; null if they do not describe heads.</summary>
    /// <param name="metadata">The model's metadata properties.</param>
    /// <param name="path">The model's file, for messages.</param>
    /// <exception cref="OnnxModelException">The properties are invalid or incomplete.</exception>
    public static FeatureLayout? ReadLayout(IReadOnlyDictionary<string, string> metadata, string path)
    {
        try
        {
            if (metadata.TryGetValue(LayoutKey, out var layout))
                return ParseLayout(layout);
            string[] keys = [LayersKey, HeadsKey, HeadSizeKey];
            if (!keys.Any(metadata.ContainsKey))
                return null;
            var numbers = Array.ConvertAll(keys, key => int.TryParse(metadata.GetValueOrDefault(key), out var number) && number > 0
                ? number
                : throw new FormatException($"{key} must be a positive integer, but is '{metadata.GetValueOrDefault(key)}'"));
            CheckLength(numbers.Aggregate((Int128)1, (product, number) => product * number));
            return FeatureLayout.CreateUniform(numbers[0], numbers[1], numbers[2]);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException)
        {
            throw new OnnxModelException($"The metadata of '{path}' that describe its head vectors are invalid: {exception.Message}", exception);
        }
    }

    private static FeatureLayout ParseLayout(string layout)
    {
        Feature[] heads = [.. (JsonSerializer.Deserialize<int[]?[]>(layout) ?? []).Select(head => head is [var layer, var index, var size]
            ? new Feature(layer, index, size)
            : throw new FormatException($"{LayoutKey} must be a list of [layer, head, size]"))];
        CheckLength(heads.Sum(head => (long)head.Size));
        return new FeatureLayout(heads);
    }

    private static void CheckLength(Int128 length)
    {
        if (length > ModelLimits.MaxVectorLength)
            throw new FormatException($"they describe {length} floats per row, more than the limit of {ModelLimits.MaxVectorLength}");
    }
}
