using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.Sessions.Optimized;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions.Optimized;

/// <summary>A test that takes a version of ONNX Runtime with which optimised models work.</summary>
internal sealed class OptimizedModelFactAttribute : FactAttribute
{
    public static string? Reason { get; } = OrtEnv.Instance().GetVersionString() is var version && OptimizedModels.IsSupported(version)
        ? null
        : $"ONNX Runtime {version} is too old for optimised models.";

    public OptimizedModelFactAttribute() => Skip = Reason;
}
