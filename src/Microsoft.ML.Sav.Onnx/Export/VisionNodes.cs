using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using Microsoft.ML.Sav.Onnx.Vision;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>The vision encoder in the larger graph. Its inputs are inputs of the whole.</summary>
internal sealed class VisionNodes
{
    private readonly string? _rows;

    /// <summary>Moves the encoder into the graph.</summary>
    /// <param name="graph">The larger graph.</param>
    /// <param name="builder">Adds nodes to it.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="tap">The tensor before the projector; null if it is not needed.</param>
    public VisionNodes(GraphProto graph, GraphBuilder builder, GraphPart encoder, VisionTap? tap)
    {
        encoder.MoveTo(graph, encoder.Inputs.ToDictionary(input => input.Name, input => input.Name));
        graph.Input.AddRange(encoder.Inputs);
        Features = builder.Cast("features", encoder.Output, DataType.Float);
        Pixels = encoder.Inputs.FirstOrDefault(input => encoder.FindUsualName(input) == TensorNames.PixelValues)?.Name;
        _rows = tap is null ? null : encoder.WithPrefix(tap.Tensor);
    }

    /// <summary>The image features, float32 [..., embeddingSize].</summary>
    public string Features { get; }

    /// <summary>The input with the pixels; null if the encoder names none so.</summary>
    public string? Pixels { get; }

    /// <summary>The tensor that a feature is the mean of.</summary>
    /// <exception cref="NotSupportedException">It is not known where the encoder ends.</exception>
    public string GetRows(Feature feature) => feature.Kind == FeatureKind.Projector
        ? Features
        : _rows ?? throw new NotSupportedException("It is not known where the LMM's vision encoder ends and its projector starts.");
}
