using Google.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Protobuf;

/// <summary>Reads ONNX files. Weights in external data stay where they are.</summary>
internal static class ModelFile
{
    /// <summary>Reads the model at <paramref name="path"/>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not an ONNX model, or has no graph.</exception>
    public static ModelProto Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The ONNX file '{path}' does not exist.", path);
        try
        {
            using var stream = File.OpenRead(path);
            var model = ModelProto.Parser.ParseFrom(stream);
            if (model.Graph is null || model.Graph.Node.Count == 0)
                throw new InvalidDataException($"'{path}' is not an ONNX model: it has no graph.");
            return model;
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException($"'{path}' is not an ONNX model: {exception.Message}", exception);
        }
    }

    /// <summary>The files in <paramref name="folder"/> that hold the external data of initializers.</summary>
    public static IEnumerable<string> ExternalDataFiles(GraphProto graph, string folder) => graph.Initializer
        .Where(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External)
        .SelectMany(tensor => tensor.ExternalData)
        .Where(entry => entry.Key == "location")
        .Select(entry => Path.Combine(folder, entry.Value))
        .Distinct();

    /// <summary>Checks that the external data of every initializer lies in <paramref name="folder"/>.</summary>
    /// <exception cref="FileNotFoundException">A file of weights is missing.</exception>
    public static void RequireExternalData(GraphProto graph, string folder)
    {
        foreach (var path in ExternalDataFiles(graph, folder))
        {
            if (!File.Exists(path))
                throw new FileNotFoundException($"The decoder's weights '{path}' are missing.", path);
        }
    }
}
