using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.AspNetCore;

/// <summary>Options of an <see cref="ISavPredictor"/>.</summary>
public sealed class SavPredictorOptions
{
    /// <summary>Default of <see cref="QueueLength"/>.</summary>
    public const int DefaultQueueLength = 64;

    /// <summary>Default of <see cref="MaxBatchSize"/>.</summary>
    public const int DefaultMaxBatchSize = 8;

    /// <summary>Default of <see cref="MaxImageBytes"/>: 20 MiB.</summary>
    public const long DefaultMaxImageBytes = 20L << 20;

    /// <summary>Default of <see cref="MaxTextLength"/>.</summary>
    public const int DefaultMaxTextLength = 100_000;

    /// <summary>Path of the model file, relative to the content root.</summary>
    public string ModelPath { get; set; } = "";

    /// <summary>
    /// Folder of the large multimodal model (LMM). Default: <see langword="null"/>, found as <see cref="SavModelLocator"/> describes.
    /// </summary>
    public string? Lmm { get; set; }

    /// <summary>
    /// Changes how the LMM runs, from the options that the model was saved with: threads, GPU, <see cref="LmmOptions.OptimizedModelFolder"/>.
    /// Default: <see langword="null"/>, no change.
    /// </summary>
    public Func<LmmOptions, LmmOptions>? ConfigureLmm { get; set; }

    /// <summary>
    /// Number of predictions that run at the same time. A prediction uses several cores, so more workers than 2 rarely help on a CPU.
    /// Default: 2, so that one image is decoded while another runs.
    /// </summary>
    public int WorkerCount { get; set; } = 2;

    /// <summary>Number of rows that may wait. More are refused at once with <see cref="SavOverloadedException"/>, status 429. Default: 64.</summary>
    public int QueueLength { get; set; } = DefaultQueueLength;

    /// <summary>
    /// Greatest number of waiting rows that a worker takes at a time and transforms together; it takes no more than its share of them. A row's scores
    /// do not depend on the others.
    /// Default: 8.
    /// </summary>
    public int MaxBatchSize { get; set; } = DefaultMaxBatchSize;

    /// <summary>Greatest length of an encoded image in bytes; longer ones are refused with status 413. Default: 20 MiB.</summary>
    public long MaxImageBytes { get; set; } = DefaultMaxImageBytes;

    /// <summary>Greatest length of a text in characters; longer ones are refused with status 413. Default: 100,000.</summary>
    public int MaxTextLength { get; set; } = DefaultMaxTextLength;

    /// <summary>
    /// Whether the model is loaded again when its file changes. The new model replaces the old one after its first prediction has succeeded;
    /// until then, and if it cannot be loaded, the old one stays. Default: <see langword="true"/>.
    /// </summary>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>
    /// Whether the host starts without the model file, for programs that train the model themselves. While there is none, predictions throw
    /// <see cref="SavModelMissingException"/> (status 503); the model is served once its file is there, and no longer when the file is deleted.
    /// If the file is watched (<see cref="ReloadOnChange"/>), its folder is created. Default: <see langword="false"/>, the host does not start.
    /// </summary>
    public bool AllowMissingModel { get; set; }

    /// <summary>What makes the options impossible; <see langword="null"/> if nothing does.</summary>
    internal string? FindProblem() =>
        string.IsNullOrWhiteSpace(ModelPath) ? $"{nameof(ModelPath)} is empty. Set it to the path of a saved model."
        : WorkerCount < 1 ? $"{nameof(WorkerCount)} should be at least 1, found {WorkerCount}."
        : QueueLength < 1 ? $"{nameof(QueueLength)} should be at least 1, found {QueueLength}."
        : MaxBatchSize < 1 ? $"{nameof(MaxBatchSize)} should be at least 1, found {MaxBatchSize}."
        : MaxImageBytes < 1 ? $"{nameof(MaxImageBytes)} should be at least 1, found {MaxImageBytes}."
        : MaxTextLength < 1 ? $"{nameof(MaxTextLength)} should be at least 1, found {MaxTextLength}."
        : null;
}
