namespace Microsoft.ML.Sav.Lmm;

/// <summary>Options for running a model.</summary>
public sealed record LmmOptions
{
    /// <summary>
    /// Preferred precision of the ONNX files: the suffix of their names without the underscore, for example <c>q4</c> or <c>fp16</c>.
    /// Default: <see langword="null"/>, the most precise that the folder has.
    /// </summary>
    public string? Precision { get; init; }

    /// <summary>File name of the decoder, if the folder has several. Default: <see langword="null"/>, found by its usual names.</summary>
    public string? DecoderFile { get; init; }

    /// <summary>
    /// Tensors to take the head vectors of a layer from, by layer number, for a decoder in which they are not found. Default: none.
    /// </summary>
    public IReadOnlyDictionary<int, string>? HeadTaps { get; init; }

    /// <summary>
    /// Whether 4- and 8-bit weights (MatMulNBits) are multiplied with 32-bit activations even if the file specifies 8-bit ones. Head vectors are
    /// then closer to the original model's and the same on every kind of CPU, but single prompts take up to twice as long. Default:
    /// <see langword="false"/>, as the file specifies.
    /// </summary>
    public bool FloatActivations { get; init; }

    /// <summary>
    /// Maximum number of prompts that run through the decoder together when many prompts are extracted; fewer if they are long or differ in
    /// length. One if a prompt's vectors would depend on the batch: activations quantised to 8 bits at run time, and fp16 with any provider
    /// but CUDA and DirectML. Default: 8.
    /// </summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>
    /// Maximum number of prompts whose images the vision encoder runs together when many prompts are extracted. Features may then differ by
    /// rounding from those of an image by itself. At least 1. Default: <see langword="null"/>, 8 with CUDA and DirectML, else 1.
    /// </summary>
    public int? ImageBatchSize { get; init; }

    /// <summary>
    /// Number of threads that read and decode images for <see cref="ImageBatchSize"/>. At least 1. Default: <see langword="null"/>, one per core and
    /// at most 8 with CUDA and DirectML, else 1.
    /// </summary>
    public int? ImageThreadCount { get; init; }

    /// <summary>
    /// Whether the features of recent images are cached (up to 32 MiB), so that several questions about an image run the vision encoder once.
    /// Does not change results. Default: <see langword="true"/>.
    /// </summary>
    public bool ImageFeatureCaching { get; init; } = true;

    /// <summary>
    /// Whether the decoder runs a prompt in two parts, and caches the KV cache after the first one - the images, or a shared instruction
    /// (<see cref="Prompt.SharedLength"/>) - for other prompts that start with it. Faster for many questions about an image or many texts
    /// after a long instruction, slower otherwise. Head vectors differ from those of whole prompts by rounding, and are always the same
    /// for a prompt. Off, with a warning, for decoders in which they would differ more. Default: <see langword="false"/>.
    /// </summary>
    public bool PrefixCaching { get; init; }

    /// <summary>
    /// Folder in which graphs are stored as ONNX Runtime optimises them for this machine's CPU, with packed weights. Files are written when a
    /// model is first used, and need up to a few times the space of the model. After that the model opens faster, and processes share the
    /// memory-mapped weights. A graph whose optimised form returns different results is used in its original form. Every depth of heads,
    /// version of ONNX Runtime and kind of CPU has separate files; nothing is ever deleted. Requires ONNX Runtime 1.31 or newer; only used on
    /// the CPU. Default: <see langword="null"/>, the folder in the environment variable <see cref="OptimizedModelVariable"/>; none if it is
    /// not set.
    /// </summary>
    public string? OptimizedModelFolder { get; init; }

    /// <summary>Name of the environment variable for <see cref="OptimizedModelFolder"/>.</summary>
    public const string OptimizedModelVariable = "SAV_OPTIMIZED_MODELS";

    /// <summary>
    /// ONNX Runtime execution provider. Default: <see langword="null"/>, the CPU, or if <see cref="GpuDeviceId"/> is set the first of CUDA, DirectML,
    /// CoreML and OpenVINO that the ONNX Runtime package in use has.
    /// </summary>
    public ExecutionProvider? Provider { get; init; }

    /// <summary>
    /// Index of the GPU, as CUDA, DirectML or OpenVINO count them; CoreML chooses its devices itself. Default:
    /// <see langword="null"/>, the CPU, or if <see cref="Provider"/> is set its first device (OpenVINO: the CPU).
    /// </summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>
    /// Whether to run on the CPU if the provider or its device cannot be used, instead of throwing; see
    /// <see cref="MultimodalModel.CpuFallbackReason"/>. Default: <see langword="false"/>.
    /// </summary>
    public bool FallbackToCpu { get; init; }

    /// <summary>
    /// Whether CUDA may multiply 32-bit floats in TF32, which is faster and rounds to 10 bits: head vectors then differ by 1e-3 from the
    /// original model's instead of 1e-6. Default: <see langword="false"/>.
    /// </summary>
    public bool AllowTf32 { get; init; }

    /// <summary>Threads that one run may use. Default: 0, one for each core that this process can use.</summary>
    public int ThreadCount { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ImageBatchSize ?? 1, 1, nameof(ImageBatchSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(ImageThreadCount ?? 1, 1, nameof(ImageThreadCount));
        if (Provider is { } provider && !Enum.IsDefined(provider))
            throw new ArgumentOutOfRangeException(nameof(Provider), provider, $"{nameof(Provider)} is not an {nameof(ExecutionProvider)}.");
    }
}
