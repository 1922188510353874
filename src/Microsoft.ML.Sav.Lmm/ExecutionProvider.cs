namespace Microsoft.ML.Sav.Lmm;

/// <summary>ONNX Runtime execution provider. Operators that it does not support run on the CPU.</summary>
public enum ExecutionProvider
{
    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>NVIDIA GPUs: package <c>Microsoft.ML.OnnxRuntime.Gpu</c>, with CUDA and cuDNN installed.</summary>
    Cuda,

    /// <summary>GPUs with DirectX 12, on Windows: package <c>Microsoft.ML.OnnxRuntime.DirectML</c>. One run of a graph at a time.</summary>
    DirectML,

    /// <summary>Apple's GPU and neural engine, on macOS: package <c>Microsoft.ML.OnnxRuntime</c>.</summary>
    CoreML,

    /// <summary>Intel's CPUs and GPUs: package <c>Intel.ML.OnnxRuntime.OpenVino</c>.</summary>
    OpenVINO,
}
