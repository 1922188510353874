using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Taps;

/// <summary>Reads layer numbers from the names of a decoder's cache outputs, the part of a graph that exporters name by agreement.</summary>
internal static partial class LayerOutputs
{
    private const string NumberPlaceholder = "%d";

    /// <summary>Outputs that hold a layer's cached values (<c>present.3.value</c>), by layer.</summary>
    /// <param name="graph">The decoder.</param>
    /// <param name="pattern">The name with <c>%d</c> for the layer, as genai_config.json gives it, or null for the usual names.</param>
    public static SortedDictionary<int, ValueInfoProto> Values(GraphProto graph, string? pattern)
    {
        var name = pattern is null ? ValueName() : new Regex($"^{Regex.Escape(pattern).Replace(NumberPlaceholder, @"(?<layer>\d+)")}$");
        return ByLayer(graph.Output, name);
    }

    /// <summary>Layers that keep another state than keys and values (<c>present_conv.3</c>): convolution and linear attention.</summary>
    public static IEnumerable<int> States(GraphProto graph) => ByLayer(graph.Output, StateName()).Keys;

    private static SortedDictionary<int, ValueInfoProto> ByLayer(IEnumerable<ValueInfoProto> outputs, Regex name)
    {
        var layers = new SortedDictionary<int, ValueInfoProto>();
        foreach (var output in outputs)
        {
            if (int.TryParse(name.Match(output.Name).Groups["layer"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var layer))
                layers.TryAdd(layer, output);
        }
        return layers;
    }

    // present.3.value, present_key_values.3.value, present.3.decoder.value, present.3.key_value, present_value_3; never an encoder's.
    [GeneratedRegex(@"^(?!.*encoder)(?=.*value)[^\d]*(?<layer>\d+)[^\d]*(?<!key)$", RegexOptions.IgnoreCase)]
    private static partial Regex ValueName();

    [GeneratedRegex(@"^(?=.*(conv|state|ssm|recurrent))[^\d]*(?<layer>\d+)[^\d]*$", RegexOptions.IgnoreCase)]
    private static partial Regex StateName();
}
