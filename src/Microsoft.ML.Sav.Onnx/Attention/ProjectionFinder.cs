using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Attention;

/// <summary>Finds the output projection that mixes the heads of an attention, by following its result forward.</summary>
internal sealed class ProjectionFinder(GraphIndex index)
{
    /// <summary>
    /// Finds the first projection after a tensor, with its float input as <see cref="Projection.Data"/>; null if there is none. If there
    /// are several, because low-rank adapters run in parallel, the one with the longest output is returned.
    /// </summary>
    public Projection? FindAfter(string tensor)
    {
        var found = new List<Projection>();
        var seen = new HashSet<string> { tensor };
        // with each tensor: the float tensor that was quantized to it, if that is the preceding step
        var queue = new Queue<(string Tensor, string? Float)>([(tensor, null)]);
        while (queue.TryDequeue(out var current))
        {
            foreach (var node in index.Consumers(current.Tensor))
            {
                if (Projection.Read(node, index) is { } projection)
                {
                    if (projection.Data == current.Tensor)
                        found.Add(projection with { Data = current.Float ?? current.Tensor });
                }
                else if (Passes(node, current.Tensor))
                {
                    var source = node.OpType switch
                    {
                        "QuantizeLinear" or "DynamicQuantizeLinear" => current.Float ?? current.Tensor,
                        "DequantizeLinear" => current.Float,
                        _ => null,
                    };
                    foreach (var output in (node.OpType == "Split" ? node.Output : node.Output.Take(1)).Where(seen.Add))
                        queue.Enqueue((output, source));
                }
            }
        }
        return found.MaxBy(projection => projection.OutputSize ?? 0);
    }

    // the residual addition ends the search: only additions of constants (a bias, the epsilon of a norm) are followed
    private bool Passes(NodeProto node, string tensor) => node.OpType switch
    {
        "Identity" or "Cast" or "CastLike" or "Dropout" or "Transpose" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or
        "Expand" or "Slice" or "Split" or "Pad" or "Gather" or "QuantizeLinear" or "DequantizeLinear" or "DynamicQuantizeLinear" or
        "LayerNormalization" or "SimplifiedLayerNormalization" or "RMSNormalization" or "GroupNormalization" or "InstanceNormalization" or
        "LpNormalization" or "Pow" or "ReduceMean" or "ReduceSum" or "ReduceL2" or "Sqrt" or "Reciprocal" => node.InputAt(0) == tensor,
        "Mul" or "Div" or "Sub" or "Concat" or "Where" => true,
        "Add" => node.Input.Any(index.IsConstant),
        _ => false,
    };
}
