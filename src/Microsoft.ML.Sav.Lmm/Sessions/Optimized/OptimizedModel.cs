using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Lmm.Sessions.Optimized;

/// <summary>The optimised form of a graph.</summary>
/// <param name="Folder">Folder of its files.</param>
/// <param name="IsWritten">Whether it is there; else the session that opens the original writes it.</param>
internal sealed record OptimizedModel(string Folder, bool IsWritten)
{
    /// <summary>Name of the file of the graph.</summary>
    public const string GraphFileName = "model.onnx";

    /// <summary>Name of the file of its weights.</summary>
    public const string WeightsFile = "model.onnx_data";

    private const int LeastWeightBytes = 1024;

    /// <summary>Path of the graph.</summary>
    public string Path => System.IO.Path.Combine(Folder, GraphFileName);

    /// <summary>Tells a session's settings to use it or to write it.</summary>
    public void AddTo(SessionOptions options)
    {
        if (IsWritten)
        {
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL; // optimised twice, a graph may round otherwise
            return;
        }
        options.OptimizedModelFilePath = Path;
        options.AddSessionConfigEntry("session.optimized_model_external_initializers_file_name", WeightsFile);
        options.AddSessionConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes", $"{LeastWeightBytes}");
        options.AddSessionConfigEntry("session.save_external_prepacked_constant_initializers", "1");
    }
}
