using Microsoft.ML.Sav.Onnx.Attention;
using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Vision;

/// <summary>
/// Finds where a vision encoder ends and its projector starts, by the graph's structure: after the last residual block, the first projection
/// whose input carries all that the image features depend on.
/// </summary>
internal sealed class VisionTapFinder(GraphIndex index)
{
    private readonly ResidualBlocks _blocks = new(index);

    /// <summary>Finds the tap before an output; null if there is none.</summary>
    /// <param name="output">Name of the image features.</param>
    public VisionTap? Find(string output)
    {
        var candidates = index.Upstream(output, Follow)
            .Select(ReadProjection)
            .OfType<VisionTap>()
            .Distinct()
            .Where(candidate => CarriesAll(candidate.Tensor, output))
            .ToList();
        // the first of several projections in a row is upstream of all others
        return candidates.Find(candidate => candidates.TrueForAll(other => other == candidate || !IsUpstream(other.Tensor, candidate.Tensor)));
    }

    private VisionTap? ReadProjection(string tensor) =>
        index.Producer(tensor) is { } node && node.Int("transA") is not 1
        && Projection.Read(node, index) is { Data: var data, InputSize: > 0 and <= ModelLimits.MaxVectorLength and var size }
            ? new VisionTap(BeforeQuantization(data), (int)size)
            : null;

    private string BeforeQuantization(string tensor)
    {
        while (index.Producer(tensor) is { OpType: "QuantizeLinear" or "DynamicQuantizeLinear" or "DequantizeLinear" } node)
            tensor = node.InputAt(0);
        return tensor;
    }

    // a path from a block around the tensor, as around the gate of a channel attention, means that it is a side branch
    private bool CarriesAll(string tensor, string output) =>
        index.Upstream(tensor, Follow).Any(IsBlockEnd)
        && !index.Upstream(output, node => node.Output.Contains(tensor) ? [] : Follow(node)).Where(name => name != tensor).Any(IsBlockEnd);

    private bool IsUpstream(string tensor, string descendant) => index.Upstream(descendant, Follow).Contains(tensor);

    private bool IsBlockEnd(string tensor) => index.Producer(tensor) is { } node && _blocks.IsEnd(node);

    // shapes carry no features; what a subgraph does with its captures is not known
    private IEnumerable<string> Follow(NodeProto node) =>
        node.OpType is "Shape" or "Size" || node.Subgraphs().Any() || _blocks.IsEnd(node) ? [] : node.Input.Where(name => name.Length > 0 && !index.IsConstant(name));
}
