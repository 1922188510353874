using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>Makes a decoder return its KV cache, so that other tokens can continue from it. Attention computes the cache in any case.</summary>
internal sealed class CacheOutputs
{
    private const int Rank = 4; // [batch, heads, tokens, headSize]

    // input with past keys; past values are the next input, and the outputs 1 and 2 are present keys and values
    private static readonly Dictionary<(string Domain, string Operator), int> PastKeys = new()
    {
        [("", "Attention")] = 4,
        [("com.microsoft", "GroupQueryAttention")] = 3,
        [("com.microsoft", "MultiHeadAttention")] = 6,
    };

    // image tokens may attend to later ones, or the decoder encodes the images itself
    private static readonly string[] WholePromptInputs = [TensorNames.TokenTypeIds, TensorNames.PixelValues];

    private readonly GraphProto _graph;
    private readonly GraphIndex _index;
    private readonly GraphBuilder _builder;

    private CacheOutputs(GraphProto graph)
    {
        _graph = graph;
        _index = new GraphIndex(graph);
        _builder = new GraphBuilder(graph, "caches/");
    }

    /// <summary>Adds the outputs after those that the graph has.</summary>
    /// <returns>
    /// The caches. Empty, with the graph unchanged, if a cache does anything but append tokens (convolution, fixed length) or if the first
    /// tokens depend on later ones.
    /// </returns>
    public static IReadOnlyList<LayerCache> Add(GraphProto graph) => new CacheOutputs(graph).Add();

    // an If selects between the rotary embeddings of short and long prompts
    private bool NeedsWholePrompts =>
        _graph.Input.Any(input => WholePromptInputs.Contains(input.Name)) || _graph.Node.Any(node => node.OpType == "If");

    private IReadOnlyList<LayerCache> Add()
    {
        var pasts = _graph.Input.Where(input => CacheInputs.IsCache(input.Name)).ToList();
        var presents = pasts.Where(past => past.Rank == Rank).Select(past => FindPresent(past.Name)).OfType<string>().ToList();
        if (presents.Count < pasts.Count || NeedsWholePrompts)
            return [];
        LayerCache[] caches = [.. pasts.Zip(presents, (past, present) => new LayerCache(past.Name, AddCast(past, present)))];
        _graph.Output.AddRange(caches.Select(cache => new ValueInfoProto { Name = cache.Present }));
        if (!GraphTraits.AppendsToOneRow(_graph))
            ExpandToRows(pasts);
        return caches;
    }

    // a graph with fp32 inputs may compute in fp16
    private string AddCast(ValueInfoProto past, string present) => _index.Consumers(past.Name).Any(node => node.OpType == "Cast")
        ? _builder.Cast(present, present, past.ElementType)
        : present;

    /// <summary>Makes the graph expand a cache of one row to all rows of a batch.</summary>
    private void ExpandToRows(List<ValueInfoProto> pasts)
    {
        var batch = _builder.Add("Shape", "batch", [HeadGraphFormat.LastToken]);
        var shape = _builder.Add("Concat", "shape", [batch, _builder.Constant("ones", 1, 1, 1)], ("axis", 0));
        foreach (var past in pasts)
        {
            var consumers = _index.Consumers(past.Name);
            var expanded = _builder.Add("Expand", past.Name, [past.Name, shape]);
            foreach (var (node, input) in from node in consumers.Distinct() from input in node.Input.Index() where input.Item == past.Name select (node, input.Index))
                node.Input[input] = expanded;
            past.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 1 };
        }
        TopologicalOrder.Restore(_graph);
    }

    private string? FindPresent(string past)
    {
        var seen = new HashSet<string> { past };
        var queue = new Queue<string>(seen);
        while (queue.TryDequeue(out var tensor))
        {
            foreach (var node in _index.Consumers(tensor))
            {
                if (FindPresent(node, tensor) is { } present)
                    return present;
                if (node is { OpType: "Identity" or "Cast" } or { OpType: "Concat", Input.Count: 1 } && seen.Add(node.Output[0]))
                    queue.Enqueue(node.Output[0]);
            }
        }
        return null;
    }

    private static string? FindPresent(NodeProto node, string past) => node switch
    {
        { OpType: "Concat", Input: [var first, _] } when first == past && node.Int("axis") is 2 or 2 - Rank => node.Output[0],
        _ when PastKeys.TryGetValue((node.Domain, node.OpType), out var keys) => OutputAt(node, node.Input.IndexOf(past) - keys + 1),
        _ => null,
    };

    private static string? OutputAt(NodeProto node, int position) =>
        position is 1 or 2 && position < node.Output.Count && node.Output[position].Length > 0 ? node.Output[position] : null;
}
