using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.Sessions.Optimized;
using Microsoft.ML.Sav.Onnx.HeadGraphs;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Settings of ONNX Runtime.</summary>
internal static class SessionOptionsFactory
{
    /// <summary>Settings for one session.</summary>
    /// <param name="options">The user's.</param>
    /// <param name="graph">The graph, if it was made in memory.</param>
    /// <param name="optimized">The graph's optimised form, if that is used or written.</param>
    /// <exception cref="Exception">See <see cref="ExecutionDevice.AddTo"/>; not after <see cref="DeviceCheck.Run"/>.</exception>
    public static SessionOptions Create(LmmOptions options, HeadGraph? graph = null, OptimizedModel? optimized = null)
    {
        _ = OnnxRuntimeEnvironment.Instance;
        var sessionOptions = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            // every session has threads of its own: they must not spin against each other
            sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            // without VNNI, the faster product of 8-bit numbers overflows
            sessionOptions.AddSessionConfigEntry("session.x64quantprecision", "1");
            if (graph is not null && optimized is not { IsWritten: true })
                sessionOptions.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", graph.ExternalDataFolder);
            // the highest level leaves out some of the model's own rounding to fp16
            if (graph is { IsHalfPrecision: true })
                sessionOptions.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
            sessionOptions.IntraOpNumThreads = options.ThreadCount > 0 ? options.ThreadCount : PhysicalCores.Count;
            optimized?.AddTo(sessionOptions);
            ExecutionDevice.Of(options).AddTo(sessionOptions);
            return sessionOptions;
        }
        catch
        {
            sessionOptions.Dispose();
            throw;
        }
    }
}
