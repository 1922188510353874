namespace Microsoft.ML.Sav.Lmm;

/// <summary>How a model is run.</summary>
public sealed class LmmOptions
{
    /// <summary>CUDA device to run on; <see langword="null"/> for the CPU. Default: the CPU.</summary>
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether to run on the CPU where the GPU cannot be used, instead of failing. Default: <see langword="false"/>.</summary>
    public bool FallbackToCpu { get; set; }
}
