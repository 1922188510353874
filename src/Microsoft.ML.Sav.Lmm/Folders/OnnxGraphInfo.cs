using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>What is kept of an ONNX file after it was parsed.</summary>
/// <param name="Inputs">The inputs, without those that have a default.</param>
/// <param name="ExternalDataFiles">Full paths of the files with the graph's weights.</param>
internal sealed record OnnxGraphInfo(IReadOnlyList<OnnxInput> Inputs, IReadOnlyList<string> ExternalDataFiles)
{
    /// <summary>Parses a file.</summary>
    /// <exception cref="OnnxModelException">The file is not an ONNX model, or has an input that is not a tensor.</exception>
    public static OnnxGraphInfo Read(string path)
    {
        var graph = OnnxModelReader.Read(path).Graph;
        var inputs =
            from input in graph.Input.ExceptBy(graph.Initializer.Select(tensor => tensor.Name), input => input.Name)
            let tensor = input.Type?.TensorType ?? throw new OnnxModelException($"'{path}': the input '{input.Name}' is not a tensor.")
            select new OnnxInput(
                path, input.Name, $"{(TensorProto.Types.DataType)tensor.ElemType}".ToLowerInvariant(), [.. tensor.Shape?.Dim.Select(Describe) ?? []]);
        return new OnnxGraphInfo([.. inputs], [.. graph.ExternalDataFiles(Path.GetDirectoryName(path)!)]);
    }

    /// <summary>Whether the graph of a file takes token embeddings; <see langword="false"/> if it cannot be read.</summary>
    public static bool TakesEmbeddings(string path)
    {
        try
        {
            return Read(path).Inputs.Any(input => input.Name == TensorNames.InputsEmbeds);
        }
        catch (Exception exception) when (ModelFolderException.IsCausedByFile(exception))
        {
            return false;
        }
    }

    private static string Describe(TensorShapeProto.Types.Dimension dimension) =>
        dimension.HasDimValue ? $"{dimension.DimValue}" : dimension.HasDimParam ? dimension.DimParam : "?";
}
