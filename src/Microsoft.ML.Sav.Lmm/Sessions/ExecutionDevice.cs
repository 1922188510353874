using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>What sessions run on.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Id">Number of the device; <see langword="null"/> for the provider's default.</param>
/// <param name="AllowTf32">See <see cref="LmmOptions.AllowTf32"/>.</param>
internal sealed record ExecutionDevice(ExecutionProvider Provider, int? Id, bool AllowTf32 = false)
{
    // the GPU's provider is that of the ONNX Runtime package in use; few packages have more than one
    private static readonly (string Name, ExecutionProvider Provider)[] OfGpus =
    [
        ("CUDAExecutionProvider", ExecutionProvider.Cuda),
        ("DmlExecutionProvider", ExecutionProvider.DirectML),
        ("CoreMLExecutionProvider", ExecutionProvider.CoreML),
        ("OpenVINOExecutionProvider", ExecutionProvider.OpenVINO),
    ];

    /// <summary>The device that options name.</summary>
    public static ExecutionDevice Of(LmmOptions options) =>
        new(options.Provider ?? (options.GpuDeviceId is null ? ExecutionProvider.Cpu : OfGpu(OnnxRuntimeEnvironment.Instance.GetAvailableProviders())), options.GpuDeviceId, options.AllowTf32);

    /// <summary>The provider for a GPU, CUDA where there is none.</summary>
    /// <param name="available">ONNX Runtime's names of the providers that it was built with.</param>
    public static ExecutionProvider OfGpu(IReadOnlyCollection<string> available) =>
        OfGpus.Where(gpu => available.Contains(gpu.Name)).Append(OfGpus[0]).First().Provider;

    /// <summary>Whether several images in a run take less time than each in a run of its own.</summary>
    public bool IsGpu => Provider is ExecutionProvider.Cuda or ExecutionProvider.DirectML;

    /// <summary>Whether a session must not be run by two threads at once.</summary>
    public bool RunsOneAtATime => Provider == ExecutionProvider.DirectML;

    /// <summary>Whether sums of fp16 may be split otherwise in a batch than for one prompt, as they are on the CPU.</summary>
    public bool MixesHalfPrecisionRows => !IsGpu;

    /// <summary>Where the device keeps tensors; the CPU's memory for providers that have no other.</summary>
    public OrtMemoryInfo Memory => Provider switch
    {
        ExecutionProvider.Cuda => new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, Id ?? 0, OrtMemType.Default),
        ExecutionProvider.DirectML => new OrtMemoryInfo("DML", OrtAllocatorType.DeviceAllocator, Id ?? 0, OrtMemType.Default),
        _ => OrtMemoryInfo.DefaultInstance,
    };

    /// <summary>What must be there for the provider to work, as a sentence.</summary>
    public string Requirement => Provider switch
    {
        ExecutionProvider.Cuda => "It takes an NVIDIA GPU with its driver, CUDA and cuDNN, and the package Microsoft.ML.OnnxRuntime.Gpu.",
        ExecutionProvider.DirectML => "It takes Windows, a GPU with DirectX 12, and the package Microsoft.ML.OnnxRuntime.DirectML instead of other packages of ONNX Runtime.",
        ExecutionProvider.CoreML => "It takes macOS, and the package Microsoft.ML.OnnxRuntime.",
        ExecutionProvider.OpenVINO => "It takes an Intel CPU or GPU, and the package Intel.ML.OnnxRuntime.OpenVino instead of other packages of ONNX Runtime.",
        _ => "",
    };

    /// <summary>Tells a session's settings to use the device.</summary>
    /// <exception cref="Exception">ONNX Runtime has no such provider, or cannot load it; of several types.</exception>
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
                // DirectML takes neither memory patterns nor operators side by side
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
        ExecutionProvider.Cuda => $"CUDA device {Id ?? 0}",
        ExecutionProvider.DirectML => $"DirectML device {Id ?? 0}",
        ExecutionProvider.OpenVINO => $"OpenVINO device '{OpenVinoDevice}'",
        var other => $"{other}",
    };

    // a single GPU has no number
    private string OpenVinoDevice => Id switch { null => "CPU", 0 => "GPU", var id => $"GPU.{id}" };
}
