using Google.Protobuf;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Rewriting;

/// <summary>A graph that was rewritten from a file, ready for ONNX Runtime.</summary>
internal abstract record RewrittenGraph
{
    /// <param name="model">The graph.</param>
    /// <param name="externalDataFolder">Folder of the external data.</param>
    protected RewrittenGraph(ModelProto model, string externalDataFolder)
    {
        Bytes = model.ToByteArray();
        ExternalDataFolder = externalDataFolder;
        ExternalDataFiles = [.. model.Graph.ExternalDataFiles(externalDataFolder)];
    }

    /// <summary>The ONNX model, without external data.</summary>
    public byte[] Bytes { get; }

    /// <summary>Folder of the external data: <c>session.model_external_initializers_file_folder_path</c>.</summary>
    public string ExternalDataFolder { get; }

    /// <summary>Full paths of the files with external data.</summary>
    public IReadOnlyList<string> ExternalDataFiles { get; }
}
