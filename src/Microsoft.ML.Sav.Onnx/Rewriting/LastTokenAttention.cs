using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>
/// Computes the attention of the deepest tapped layer for the query of the last token only: the results of the other tokens are not used
/// there. Pruning then removes the attention of all tokens, and their queries unless something else reads them.
/// </summary>
/// <remarks>
/// Applies to attention that is written out as softmax(q kᵀ) v. Attention operators are left as they are, since GroupQueryAttention takes
/// as many queries as keys; so are fp16 graphs, where sums in another order round visibly.
/// </remarks>
internal sealed class LastTokenAttention(GraphProto graph)
{
    private static readonly long[] MergesHeads = [0, 2, 1, 3]; // [batch, heads, tokens, size] to [batch, tokens, heads, size]

    private readonly GraphBuilder _builder = new(graph, "last_token/");
    private readonly GraphIndex _index = new(graph);

    /// <summary>Adds the vectors of a tap at the last token, [batch, width]; null if its attention is not written out.</summary>
    public string? Add(LayerTap tap)
    {
        if (GraphTraits.IsHalfPrecision(graph) || FindWeightedValues(tap.Tensor) is not { } values)
            return null;
        var batch = _builder.Add("Shape", "batch", [HeadGraphFormat.LastToken]);
        var forAllRows = new LastTokenRows(_index, _builder, tap, batch).Add(values, axis: -2); // [batch, heads, batch, size]
        var shape = _builder.Add("Concat", "shape", [batch, _builder.Constant("heads", tap.HeadCount), batch, _builder.Constant("size", tap.HeadSize)], ("axis", 0));
        var byRow = _builder.Transpose("by_row", _builder.Add("Reshape", "by_head", [forAllRows, shape]), MergesHeads);
        var own = _builder.Add("GatherND", "own", [byRow, AddRowNumbers(batch)], ("batch_dims", 1)); // [batch, heads, size]
        return _builder.Add("Reshape", "vectors", [own, _builder.Constant("vectors_shape", 0, tap.Width)]);
    }

    // [batch, 1]: 0, 1, ...
    private string AddRowNumbers(string batch)
    {
        var (first, step) = (_builder.Constant(TensorProto.Int64("first", [], [0])), _builder.Constant(TensorProto.Int64("step", [], [1])));
        var numbers = _builder.Add("Range", "numbers", [first, _builder.Add("Squeeze", "count", [batch]), step]);
        return _builder.Add("Reshape", "row_numbers", [numbers, _builder.Constant("row_numbers_shape", -1, 1)]);
    }

    /// <summary>The product of probabilities and values from which a tap is made by merging heads.</summary>
    private string? FindWeightedValues(string tap)
    {
        var isMerged = false;
        for (var node = _index.Producer(tap); node is not null; node = _index.Producer(node.InputAt(0)))
        {
            if (node.OpType == "MatMul")
                return isMerged && !_index.IsConstant(node.InputAt(1)) && IsProbability(node.InputAt(0)) ? node.Output[0] : null;
            if (node.OpType == "Transpose" && !isMerged && node.Find("perm")?.Ints.SequenceEqual(MergesHeads) == true)
                isMerged = true;
            else if (node.OpType is not ("Identity" or "Cast" or "Reshape"))
                return null;
        }
        return null;
    }

    private bool IsProbability(string tensor) => _index
        .Upstream(tensor, node => LastTokenRows.IsElementwise(node) ? node.Input : [])
        .Any(name => _index.Producer(name)?.OpType == "Softmax");
}
