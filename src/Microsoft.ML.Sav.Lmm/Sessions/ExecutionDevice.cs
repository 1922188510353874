using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>The execution provider and device that sessions run on.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Id">Index of the device; <see langword="null"/> for the provider's default.</param>
/// <param name="AllowTf32">See <see cref="LmmOptions.AllowTf32"/>.</param>
internal sealed record ExecutionDevice(ExecutionProvider Provider, int? Id, bool AllowTf32 = false)
{
    // Most ONNX Runtime packages have one of these; the first that is available wins.
    private static readonly (string Name, ExecutionProvider Provider)[] GpuProviders =
    [
        ("CUDAExecutionProvider", ExecutionProvider.Cuda),
        ("DmlExecutionProvider", ExecutionProvider.DirectML),
        ("CoreMLExecutionProvider", ExecutionProvider.CoreML),
        ("OpenVINOExecutionProvider", ExecutionProvider.OpenVINO),
    ];

    /// <summary>Returns the device that the options select.</summary>
    public static ExecutionDevice FromOptions(LmmOptions options) =>
        new(options.Provider ?? (options.GpuDeviceId is null ? ExecutionProvider.Cpu : SelectGpuProvider(OnnxRuntimeEnvironment.Instance.GetAvailableProviders())), options.GpuDeviceId, options.AllowTf32);

    /// <summary>Returns the first available GPU provider, or CUDA if there is none.</summary>
    /// <param name="available">Provider names as ONNX Runtime reports them.</param>
    public static ExecutionProvider SelectGpuProvider(IReadOnlyCollection<string> available) =>
        GpuProviders.Where(gpu => available.Contains(gpu.Name)).Append(GpuProviders[0]).First().Provider;

    /// <summary>Whether the device is a GPU, on which batches are faster than single images.</summary>
    public bool IsGpu => Provider is ExecutionProvider.Cuda or ExecutionProvider.DirectML;

    /// <summary>Whether only one thread at a time may run a session.</summary>
    public bool RunsOneAtATime => Provider == ExecutionProvider.DirectML;

    /// <summary>Whether fp16 sums are split differently in a batch than for a single prompt, so that results differ by rounding.</summary>
    public bool MixesHalfPrecisionRows => !IsGpu;

    /// <summary>The device's memory; CPU memory for providers without their own.</summary>
    public OrtMemoryInfo Memory => Provider switch
    {
        ExecutionProvider.Cuda => new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, Id ?? 0, OrtMemType.Default),
        ExecutionProvider.DirectML => new OrtMemoryInfo("DML", OrtAllocatorType.DeviceAllocator, Id ?? 0, OrtMemType.Default),
        _ => OrtMemoryInfo.DefaultInstance,
    };

    /// <summary>What the provider needs in order to work, as a sentence.</summary>
    public string Requirement => Provider switch
    {
        ExecutionProvider.Cuda => "It needs an NVIDIA GPU with its driver, CUDA and cuDNN, and the package Microsoft.ML.OnnxRuntime.Gpu.",
        ExecutionProvider.DirectML => "It needs Windows, a GPU with DirectX 12, and the package Microsoft.ML.OnnxRuntime.DirectML instead of other packages of ONNX Runtime.",
        ExecutionProvider.CoreML => "It needs macOS, and the package Microsoft.ML.OnnxRuntime.",
        ExecutionProvider.OpenVINO => "It needs an Intel CPU or GPU, and the package Intel.ML.OnnxRuntime.OpenVino instead of other packages of ONNX Runtime.",
        _ => "",
    };

    /// <summary>Adds the device's execution provider to session options.</summary>
    /// <exception cref="Exception">ONNX Runtime lacks the provider or cannot load it; the type depends on the provider.</exception>
    public void AddTo(SessionOptions sessionOptions)
    {
        switch (Provider)
        {
            case ExecutionProvider.Cuda:
                using (var cuda = new OrtCUDAProviderOptions())
                {
                    cuda.UpdateOptions(new Dictionary<string, string> { ["device_id"] = $"{Id ?? 0}", ["use_tf32"] = AllowTf32 ? "1" : "0" });
                    sessionOptions.AppendExecutionProvider_CUDA(cuda);
                }
                break;
            case ExecutionProvider.DirectML:
                // DirectML supports neither memory patterns nor parallel execution.
                sessionOptions.EnableMemoryPattern = false;
                sessionOptions.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
                sessionOptions.AppendExecutionProvider_DML(Id ?? 0);
                break;
            case ExecutionProvider.CoreML:
                sessionOptions.AppendExecutionProvider_CoreML();
                break;
            case ExecutionProvider.OpenVINO:
                sessionOptions.AppendExecutionProvider_OpenVINO(OpenVinoDevice);
                break;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Provider switch
    {
        ExecutionProvider.Cuda => $"CUDA device {Id ?? 0}{(AllowTf32 ? " with TF32" : "")}",
        ExecutionProvider.DirectML => $"DirectML device {Id ?? 0}",
        ExecutionProvider.OpenVINO => $"OpenVINO device '{OpenVinoDevice}'",
        var other => $"{other}",
    };

    // OpenVINO calls the first GPU "GPU", without an index.
    private string OpenVinoDevice => Id switch { null => "CPU", 0 => "GPU", var id => $"GPU.{id}" };
}
