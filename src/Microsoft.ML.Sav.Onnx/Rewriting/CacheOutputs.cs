using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Makes a decoder return its keys and values, to go on from them with other tokens. Nothing is computed for it: attention needs them.
/// </summary>
internal sealed class CacheOutputs
{
    private const int Rank = 4; // batch, heads, tokens, headSize

    // input with earlier keys; those with earlier values come next, and the outputs with both behind the heads' results
    private static readonly Dictionary<(string Domain, string Operator), int> PastKeys = new()
    {
        [("", "Attention")] = 4,
        [("com.microsoft", "GroupQueryAttention")] = 3,
        [("com.microsoft", "MultiHeadAttention")] = 6,
    };

    // tokens of images may see those behind them, or the decoder sees the images itself
    private static readonly string[] InputsOfWholePrompts = ["token_type_ids", InputNames.PixelValues];

    private readonly GraphProto _graph;
    private readonly GraphIndex _index;
    private readonly GraphBuilder _builder;

    private CacheOutputs(GraphProto graph)
    {
        _graph = graph;
        _index = new GraphIndex(graph);
        _builder = new GraphBuilder(graph, "caches/");
    }

    /// <summary>Adds the outputs, behind those that the graph has.</summary>
    /// <returns>
    /// The caches; none, and the graph as it was, where one does something else than to append (convolution, fixed length), or where the
    /// first tokens need the later ones.
    /// </returns>
    public static IReadOnlyList<LayerCache> Add(GraphProto graph) => new CacheOutputs(graph).Add();

    // a choice is one between the rotary embeddings of short and of long prompts
    private bool NeedsWholePrompts =>
        _graph.Input.Any(input => InputsOfWholePrompts.Contains(input.Name)) || _graph.Node.Any(node => node.OpType == "If");

    private IReadOnlyList<LayerCache> Add()
    {
        var pasts = _graph.Input.Where(input => EmptyCache.IsCache(input.Name)).ToList();
        var presents = pasts.Where(past => past.Rank == Rank).Select(past => FindPresent(past.Name)).OfType<string>().ToList();
        if (presents.Count < pasts.Count || NeedsWholePrompts)
            return [];
        LayerCache[] caches = [.. pasts.Zip(presents, (past, present) => new LayerCache(past.Name, Like(past, present)))];
        _graph.Output.AddRange(caches.Select(cache => new ValueInfoProto { Name = cache.Present }));
        if (!HeadGraph.AppendsTokensToOneRow(_graph))
            RepeatForRows(pasts);
        return caches;
    }

    // a graph whose inputs are fp32 may compute in fp16
    private string Like(ValueInfoProto past, string present) => _index.Consumers(past.Name).Any(node => node.OpType == "Cast")
        ? _builder.Cast(present, present, (DataType)past.ElementType)
        : present;

    /// <summary>Makes the graph itself repeat the earlier keys and values for every row of a batch.</summary>
    private void RepeatForRows(List<ValueInfoProto> pasts)
    {
        var batch = _builder.Add("Shape", "batch", [HeadGraphFormat.LastToken]);
        var shape = _builder.Add("Concat", "shape", [batch, _builder.Constant("ones", 1, 1, 1)], ("axis", 0));
        foreach (var past in pasts)
        {
            var consumers = _index.Consumers(past.Name);
            var repeated = _builder.Add("Expand", past.Name, [past.Name, shape]);
            foreach (var (node, input) in from node in consumers.Distinct() from input in node.Input.Index() where input.Item == past.Name select (node, input.Index))
                node.Input[input] = repeated;
            past.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 1 };
        }
        TopologicalOrder.Restore(_graph);
    }

    private string? FindPresent(string past) => _index.Consumers(past).Select(node => PresentAt(node, past)).FirstOrDefault(present => present is not null);

    private string? PresentAt(NodeProto node, string past) => node switch
    {
        { OpType: "Identity" or "Cast" } or { OpType: "Concat", Input.Count: 1 } => FindPresent(node.Output[0]),
        { OpType: "Concat", Input: [var first, _] } when first == past && node.Int("axis") is 2 or 2 - Rank => node.Output[0],
        _ when PastKeys.TryGetValue((node.Domain, node.OpType), out var keys) => OutputAt(node, node.Input.IndexOf(past) - keys + 1),
        _ => null,
    };

    private static string? OutputAt(NodeProto node, int position) =>
        position is 1 or 2 && position < node.Output.Count && node.Output[position].Length > 0 ? node.Output[position] : null;
}
