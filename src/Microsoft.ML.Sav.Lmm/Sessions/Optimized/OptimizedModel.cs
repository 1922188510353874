using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Lmm.Sessions.Optimized;

/// <summary>Files of the optimised form of a graph.</summary>
/// <param name="Folder">Folder of its files.</param>
/// <param name="IsWritten">Whether the files exist; if not, the session that opens the original writes them.</param>
internal sealed record OptimizedModel(string Folder, bool IsWritten)
{
    /// <summary>File name of the graph.</summary>
    public const string GraphFileName = "model.onnx";

    /// <summary>File name of the weights.</summary>
    public const string WeightsFile = "model.onnx_data";

    private const int MinimumWeightBytes = 1024;

    /// <summary>Path of the graph.</summary>
    public string Path => System.IO.Path.Combine(Folder, GraphFileName);

    /// <summary>Sets session options to read the files or to write them.</summary>
    public void AddTo(SessionOptions options)
    {
        if (IsWritten)
        {
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL; // Optimised twice, a graph may round differently.
            return;
        }
        options.OptimizedModelFilePath = Path;
        options.AddSessionConfigEntry("session.optimized_model_external_initializers_file_name", WeightsFile);
        options.AddSessionConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes", $"{MinimumWeightBytes}");
        options.AddSessionConfigEntry("session.save_external_prepacked_constant_initializers", "1");
    }
}
