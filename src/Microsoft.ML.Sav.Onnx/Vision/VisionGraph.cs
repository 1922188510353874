using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Onnx.Vision;

/// <summary>A vision encoder that also returns its own output, before the projector: a graph for ONNX Runtime.</summary>
internal sealed record VisionGraph : RewrittenGraph
{
    private VisionGraph(ModelProto model, string externalDataFolder)
        : base(model, externalDataFolder)
    {
    }

    /// <summary>Reads a file and adds the output, named as the tensor and after all others.</summary>
    /// <param name="path">The vision encoder's file.</param>
    /// <param name="tap">Its tap, as <see cref="VisionEncoderInfo"/> found it.</param>
    /// <exception cref="OnnxModelException">The file is not an ONNX model, or its weights are missing.</exception>
    public static VisionGraph Create(string path, VisionTap tap)
    {
        var model = VisionEncoderInfo.ReadModel(path);
        if (model.Graph.Output.All(output => output.Name != tap.Tensor))
            model.Graph.Output.Add(new ValueInfoProto { Name = tap.Tensor });
        return new VisionGraph(model, Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
