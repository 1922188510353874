using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>The vision encoder in the larger graph. Its inputs are inputs of the whole, or images are given as bytes.</summary>
internal sealed class VisionNodes
{
    private readonly string? _rows;

    /// <summary>Moves the encoder into the graph.</summary>
    /// <param name="graph">The larger graph.</param>
    /// <param name="builder">Adds nodes to it.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="lmm">What is known of the encoder.</param>
    /// <exception cref="NotSupportedException">Images should be given as bytes, and the encoder takes more than their pixels.</exception>
    public VisionNodes(GraphProto graph, GraphBuilder builder, GraphPart encoder, LmmGraphs lmm)
    {
        var sources = encoder.Inputs.ToDictionary(input => input.Name, input => input.Name);
        var pixels = encoder.Inputs.FirstOrDefault(input => encoder.FindUsualName(input) == TensorNames.PixelValues);
        if (lmm.RgbTable is null)
        {
            graph.Input.AddRange(encoder.Inputs);
            Pixels = pixels?.Name;
        }
        else if (pixels is null || encoder.Inputs.Count > 1)
        {
            throw new NotSupportedException($"The vision encoder takes {string.Join(", ", sources.Keys)}, and so no bytes alone.");
        }
        else
        {
            sources[pixels.Name] = Pixels = new RgbNodes(builder, lmm.RgbTable).Add(graph, pixels.ElementType);
        }
        encoder.MoveTo(graph, sources);
        Features = builder.Cast("features", encoder.Output, DataType.Float);
        _rows = lmm.VisionTap is { } tap ? encoder.WithPrefix(tap.Tensor) : null;
    }

    /// <summary>The image features, float32 [..., embeddingSize].</summary>
    public string Features { get; }

    /// <summary>The pixels, an input or what bytes stand for; null if the encoder names none so.</summary>
    public string? Pixels { get; }

    /// <summary>The tensor that a feature is the mean of.</summary>
    /// <exception cref="NotSupportedException">It is not known where the encoder ends.</exception>
    public string GetRows(Feature feature) => feature.Kind == FeatureKind.Projector
        ? Features
        : _rows ?? throw new NotSupportedException("It is not known where the LMM's vision encoder ends and its projector starts.");
}
