namespace Microsoft.ML.Sav.Lmm;

/// <summary>How a model is run.</summary>
public sealed record LmmOptions
{
    /// <summary>
    /// Precision of the ONNX files to prefer, the suffix of their names without the underscore, for example <c>q4</c> or <c>fp16</c>.
    /// Default: <see langword="null"/>, the most precise that the folder has.
    /// </summary>
    public string? Precision { get; init; }

    /// <summary>File name of the decoder, where the folder has several. Default: <see langword="null"/>, found by its usual names.</summary>
    public string? DecoderFile { get; init; }

    /// <summary>
    /// Tensors to take the head vectors of a layer from, by layer number, for a decoder in which they are not found. Default: none.
    /// </summary>
    public IReadOnlyDictionary<int, string>? HeadTaps { get; init; }

    /// <summary>
    /// Whether 4- and 8-bit weights (MatMulNBits) are multiplied with activations in 32-bit floats also where the file asks for 8-bit
    /// activations. Rounding activations to 8 bits takes head vectors away from the original model's, and differently on every kind of
    /// CPU; without it, single rows take up to twice as long. Default: <see langword="false"/>, as the file says.
    /// </summary>
    public bool FloatActivations { get; init; }

    /// <summary>
    /// Most prompts that run through the decoder together where many are asked for; fewer where they differ in length or are long.
    /// Decoders in which a prompt's vectors would depend on the others take one: those quantised to 8 bits as they run, and fp16
    /// with any provider but CUDA and DirectML. Default: 8.
    /// </summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>
    /// Maximum number of prompts whose images the vision encoder runs together when many prompts are extracted. Features may then differ by
    /// rounding from those of an image by itself. Default: <see langword="null"/>, 8 with CUDA and DirectML, else 1.
    /// </summary>
    public int? ImageBatchSize { get; init; }

    /// <summary>
    /// Number of threads that read and decode images for <see cref="ImageBatchSize"/>. Default: <see langword="null"/>, one per core and at most 8
    /// with CUDA and DirectML, else 1.
    /// </summary>
    public int? ImageThreadCount { get; init; }

    /// <summary>
    /// Whether the features of recent images are kept (up to 32 MiB), so that several questions about an image run the vision encoder once.
    /// Does not change results. Default: <see langword="true"/>.
    /// </summary>
    public bool ImageFeatureCaching { get; init; } = true;

    /// <summary>
    /// Whether the decoder runs a prompt in two parts, and keeps the KV cache after the first one - the images, or a shared instruction
    /// (<see cref="Prompt.SharedLength"/>) - for other prompts that start with it. Faster for many questions about an image or many texts
    /// behind a long instruction, slower otherwise. Head vectors differ from those of whole prompts by rounding, and in the same way for
    /// the same prompt. Off, with a warning, for decoders in which they would differ more. Default: <see langword="false"/>.
    /// </summary>
    public bool PrefixCaching { get; init; }

    /// <summary>
    /// Folder in which graphs are kept as ONNX Runtime optimises them for this machine's CPU, with weights in the order in which it
    /// multiplies them. They are made when a model is first used, and take up to a few times the space of its files. After that it opens
    /// faster, and processes that have it open share the memory of its weights, which are mapped from there. Graphs that do not return
    /// the same in that form are used as they are. Every depth that heads are taken from, version of ONNX Runtime and kind of CPU gets
    /// files of its own; nothing is ever deleted. Takes ONNX Runtime 1.31 or newer; with other providers than the CPU it is not used. Default: <see langword="null"/>, the folder that the environment variable
    /// <see cref="OptimizedModelVariable"/> names; none where it is not set.
    /// </summary>
    public string? OptimizedModelFolder { get; init; }

    /// <summary>Name of the environment variable for <see cref="OptimizedModelFolder"/>.</summary>
    public const string OptimizedModelVariable = "SAV_OPTIMIZED_MODELS";

    /// <summary>
    /// What to run with. Default: <see langword="null"/>, the CPU, or where <see cref="GpuDeviceId"/> is set the first of CUDA, DirectML,
    /// CoreML and OpenVINO that the ONNX Runtime package in use has.
    /// </summary>
    public ExecutionProvider? Provider { get; init; }

    /// <summary>
    /// Number of the GPU to run on, as CUDA, DirectML or OpenVINO count them; CoreML chooses its devices itself. Default:
    /// <see langword="null"/>, the CPU, or where <see cref="Provider"/> is set its first device (OpenVINO: the CPU).
    /// </summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>
    /// Whether to run on the CPU where the provider or its device cannot be used, instead of failing; see
    /// <see cref="MultimodalModel.CpuFallbackReason"/>. Default: <see langword="false"/>.
    /// </summary>
    public bool FallbackToCpu { get; init; }

    /// <summary>
    /// Whether CUDA may multiply 32-bit floats in TF32, which is faster and rounds to 10 bits: head vectors are then 1e-3 from the
    /// original model's instead of 1e-6. Default: <see langword="false"/>.
    /// </summary>
    public bool AllowTf32 { get; init; }

    /// <summary>Threads that one run may use. Default: 0, one for each core that this process can use.</summary>
    public int ThreadCount { get; init; }
}
