using Google.Protobuf;
using Microsoft.ML.Sav.Heads.Files;

namespace Microsoft.ML.Sav.Onnx.Protobuf;

/// <summary>Reads ONNX files. Weights in external data are not loaded.</summary>
internal static class OnnxModelReader
{
    /// <summary>Reads the model at <paramref name="path"/>.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">The file is empty, or not a regular file.</exception>
    /// <exception cref="OnnxModelException">The file is not an ONNX model, or has no graph.</exception>
    public static ModelProto Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The ONNX file '{path}' does not exist.", path);
        try
        {
            using var stream = RegularFile.OpenRead(path);
            var model = ModelProto.Parser.ParseFrom(stream);
            return model.Graph is { Node.Count: > 0 } ? model : throw new OnnxModelException($"'{path}' is not an ONNX model: it has no graph.");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new OnnxModelException($"'{path}' is not an ONNX model: {exception.Message}", exception);
        }
    }
}
