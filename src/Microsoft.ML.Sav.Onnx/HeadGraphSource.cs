using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx;

/// <summary>Opens ONNX files that can be made to return head vectors.</summary>
internal static class HeadGraphSource
{
    /// <summary>Reads a file: one that returns head vectors by itself, or a decoder in which they are looked for.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not an ONNX model, its metadata are wrong, or a layer's head vectors cannot be found.</exception>
    /// <exception cref="NotSupportedException">The model uses an operator set that is too old.</exception>
    public static IHeadGraphSource Load(string path, DecoderHints hints)
    {
        var model = ModelFile.Read(path);
        var metadata = model.MetadataProps.DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value);
        return HeadGraphFormat.ReadLayout(metadata, path) is { } layout
            ? new HeadVectorGraph(model, path, layout)
            : DecoderGraph.Create(model, path, hints);
    }
}
