using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.HeadGraphs;

/// <summary>Opens ONNX files from which graphs that return head vectors can be created.</summary>
internal static class HeadGraphSource
{
    /// <summary>Reads a file that returns head vectors itself (<see cref="HeadGraphFormat"/>), or a decoder.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="OnnxModelException">
    /// The file is not an ONNX model, its metadata are invalid, its operator set is too old, or the head vectors of a layer cannot be found.
    /// </exception>
    public static IHeadGraphSource Load(string path, DecoderHints hints)
    {
        var model = OnnxModelReader.Read(path);
        var metadata = model.MetadataProps.DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value);
        return HeadGraphFormat.ReadLayout(metadata, path) is { } layout
            ? new HeadVectorGraph(model, path, layout)
            : DecoderGraph.Create(model, path, hints);
    }
}
