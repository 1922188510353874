using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Taps;

/// <summary>Reads layer numbers from the names of a decoder's cache outputs, the only names in a graph that exporters agree on.</summary>
internal static partial class LayerOutputs
{
    private const string NumberPlaceholder = "%d";

    /// <summary>Outputs with the cached values of a layer (<c>present.3.value</c>), by layer.</summary>
    /// <param name="graph">The decoder.</param>
    /// <param name="pattern">The name with <c>%d</c> for the layer (genai_config.json), or null for the usual names.</param>
    public static SortedDictionary<int, ValueInfoProto> FindValues(GraphProto graph, string? pattern)
    {
        var name = pattern is null ? ValueName() : new Regex($"^{Regex.Escape(pattern).Replace(NumberPlaceholder, @"(?<layer>\d+)")}$", RegexOptions.NonBacktracking);
        return ByLayer(graph.Output, name);
    }

    /// <summary>Layers that cache a state other than keys and values (<c>present_conv.3</c>): convolution and linear attention.</summary>
    public static IEnumerable<int> FindStates(GraphProto graph) => ByLayer(graph.Output, StateName()).Keys;

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

    // present.3.value, present_key_values.3.value, present.3.decoder.value, present.3.key_value, present_value_3; never an encoder's
    [GeneratedRegex(@"^(?!.*encoder)(?=.*value)[^\d]*(?<layer>\d+)[^\d]*(?<!key)$", RegexOptions.IgnoreCase)]
    private static partial Regex ValueName();

    [GeneratedRegex(@"^(?=.*(conv|state|ssm|recurrent))[^\d]*(?<layer>\d+)[^\d]*$", RegexOptions.IgnoreCase)]
    private static partial Regex StateName();
}
