using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Onnx.Vision;

/// <summary>What is kept of a vision encoder's file, projector included, after it was parsed.</summary>
/// <param name="Tap">Where the encoder ends; null if it was not found.</param>
/// <param name="OutputSize">Length of an image feature, if the file declares it.</param>
/// <param name="ExternalDataFiles">Full paths of the files with its weights.</param>
internal sealed record VisionEncoderInfo(VisionTap? Tap, int? OutputSize, IReadOnlyList<string> ExternalDataFiles)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="OnnxModelException">The file is not an ONNX model, or has no output.</exception>
    public static VisionEncoderInfo Read(OnnxFile file)
    {
        var graph = ReadModel(file.Path).Graph;
        var output = graph.Output.FirstOrDefault(output => file.OutputName is null || output.Name == file.OutputName)
            ?? throw new OnnxModelException($"'{file.Path}' has no output {file.OutputName}.");
        var size = output.LastDimension is <= ModelLimits.MaxVectorLength and var dimension ? (int?)dimension : null;
        string[] weights = [.. graph.ExternalDataFiles(Path.GetDirectoryName(Path.GetFullPath(file.Path))!)];
        return new VisionEncoderInfo(new VisionTapFinder(new GraphIndex(graph)).Find(output.Name), size, weights);
    }

    /// <summary>Reads the model, with its functions inlined: exporters write modules as functions.</summary>
    internal static ModelProto ReadModel(string path)
    {
        var model = OnnxModelReader.Read(path);
        if (model.Functions.Count > 0)
            FunctionInliner.Inline(model);
        TopologicalOrder.Restore(model.Graph);
        return model;
    }
}
