using Microsoft.ML.Sav.Lmm.Graphs.Onnx;
using Microsoft.ML.Sav.Lmm.Images.Processing;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Graphs.Rewriting;

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
    private static readonly string[] InputsOfWholePrompts = ["token_type_ids", ImageTensor.PixelValues];

    private readonly GraphProto _graph;
    private readonly GraphIndex _index;

    private CacheOutputs(GraphProto graph)
    {
        _graph = graph;
        _index = new GraphIndex(graph);
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
        _graph.Output.AddRange(presents.Select(name => new ValueInfoProto { Name = name }));
        return [.. pasts.Zip(presents, (past, present) => new LayerCache(past.Name, present))];
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
