using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.Sessions.Optimized;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Creates ONNX Runtime's session options.</summary>
internal static class SessionOptionsFactory
{
    /// <summary>Creates the options of one session.</summary>
    /// <param name="options">The user's options.</param>
    /// <param name="graph">The graph, if it is in memory.</param>
    /// <param name="optimized">The optimised form of the graph, if it is used or written.</param>
    /// <exception cref="Exception">See <see cref="ExecutionDevice.AddTo"/>; not after <see cref="DeviceCheck.Run"/>.</exception>
    public static SessionOptions Create(LmmOptions options, RewrittenGraph? graph = null, OptimizedModel? optimized = null)
    {
        _ = OnnxRuntimeEnvironment.Instance;
        var sessionOptions = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            // Every session has its own threads: spinning, they would slow each other down.
            sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            // Without VNNI, the faster 8-bit product overflows.
            sessionOptions.AddSessionConfigEntry("session.x64quantprecision", "1");
            if (graph is not null && optimized is not { IsWritten: true })
                sessionOptions.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", graph.ExternalDataFolder);
            // The highest level skips some of the model's own rounding to fp16.
            if (graph is HeadGraph { IsHalfPrecision: true })
                sessionOptions.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
            sessionOptions.IntraOpNumThreads = options.ThreadCount > 0 ? options.ThreadCount : PhysicalCores.Count;
            optimized?.AddTo(sessionOptions);
            ExecutionDevice.FromOptions(options).AddTo(sessionOptions);
            return sessionOptions;
        }
        catch
        {
            sessionOptions.Dispose();
            throw;
        }
    }
}
