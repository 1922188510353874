using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Taps;

/// <summary>Goes from an attention's result forward to the projection that mixes its heads.</summary>
internal sealed class ProjectionFinder(GraphIndex index)
{
    /// <summary>
    /// The first projection behind a tensor, with its float input as <see cref="Projection.Data"/>; null when there is none.
    /// Of several (low-rank branches lie beside it) the one with the longest output is meant.
    /// </summary>
    public Projection? FindBehind(string tensor)
    {
        var found = new List<Projection>();
        var seen = new HashSet<string> { tensor };
        // Beside each tensor: the float tensor it was quantised from, where that is the step just before.
        var queue = new Queue<(string Tensor, string? Float)>([(tensor, null)]);
        while (queue.TryDequeue(out var current))
        {
            foreach (var node in index.Consumers(current.Tensor))
            {
                if (Projection.Of(node, index) is { } projection)
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

    // The residual addition ends the walk: an addition passes only with a constant (a bias, a norm's epsilon).
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
