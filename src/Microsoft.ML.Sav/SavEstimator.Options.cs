using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav;

public sealed partial class SavEstimator
{
    /// <summary>
    /// Options of <see cref="SavEstimator"/>. <see cref="Lmm"/> and at least one of <see cref="ImageColumnName"/> and
    /// <see cref="TextColumnName"/> must be set.
    /// </summary>
    public sealed class Options
    {
        /// <summary>Default of <see cref="LabelColumnName"/>.</summary>
        public const string DefaultLabelColumnName = "Label";

        /// <summary>Default of <see cref="PredictedLabelColumnName"/>; what ML.NET's evaluators look for.</summary>
        public const string DefaultPredictedLabelColumnName = "PredictedLabel";

        /// <summary>Default of <see cref="ScoreColumnName"/>; what ML.NET's evaluators look for.</summary>
        public const string DefaultScoreColumnName = "Score";

        /// <summary>Default of <see cref="Prompt"/> where rows have images and no text.</summary>
        public const string DefaultPrompt = "What is in the image?";

        /// <summary>Default of <see cref="HeadCount"/>, the paper's.</summary>
        public const int DefaultHeadCount = 20;

        /// <summary>Default of <see cref="MemoryLimit"/>: 16 MiB, 240 examples of 270 heads of 64 values.</summary>
        public const long DefaultMemoryLimit = SupportSet.DefaultMemoryLimit;

        /// <summary>Folder of the large multimodal model (LMM) in ONNX.</summary>
        public string Lmm { get; set; } = "";

        /// <summary>How the LMM is run. Without a GPU or the CPU named here, <c>MLContext.GpuDeviceId</c> and <c>FallbackToCpu</c> apply.</summary>
        public LmmOptions LmmOptions { get; set; } = new();

        /// <summary>
        /// Column of the images: paths (text, or a vector of text for several images a row, whose empty entries are left out), encoded
        /// images (vector of bytes, as from <c>LoadRawImageBytes</c>) or <c>MLImage</c>. Default: <see langword="null"/>, no images.
        /// </summary>
        public string? ImageColumnName { get; set; }

        /// <summary>
        /// Column of the text, for example a question about the image, or a document. Default: <see langword="null"/>, no text.
        /// </summary>
        public string? TextColumnName { get; set; }

        /// <summary>Column of the label, a key. Default: <c>Label</c>.</summary>
        public string LabelColumnName { get; set; } = DefaultLabelColumnName;

        /// <summary>Column to write the predicted label to, a key. Default: <c>PredictedLabel</c>.</summary>
        public string PredictedLabelColumnName { get; set; } = DefaultPredictedLabelColumnName;

        /// <summary>Column to write the scores to, one for each class in the order of the keys. Default: <c>Score</c>.</summary>
        public string ScoreColumnName { get; set; } = DefaultScoreColumnName;

        /// <summary>
        /// What the model is asked about a row; <c>{text}</c> stands for the row's text. Where there is a text column and no
        /// <c>{text}</c>, the text follows on a line of its own. Default: <see langword="null"/>, which is the row's text itself, or
        /// <see cref="DefaultPrompt"/> without a text column.
        /// </summary>
        public string? Prompt { get; set; }

        /// <summary>Number of attention heads to keep. Default: 20.</summary>
        public int HeadCount { get; set; } = DefaultHeadCount;

        /// <summary>Which class wins among those with equal votes. Default: <see cref="VoteTieRule.MeanCosine"/>.</summary>
        public VoteTieRule TieRule { get; set; }

        /// <summary>
        /// Number of decoder layers, from the first, to choose heads from; training and prediction run no further. Less depth is less
        /// time a row, and mostly less accuracy. Default: <see langword="null"/>, all layers.
        /// </summary>
        public int? DepthBudget { get; set; }

        /// <summary>
        /// Time that predicting one row may take on this machine; heads are chosen from as many layers, from the first, as fit. Measured
        /// at the start of training by running the first labelled rows, at most five, through decoders of a few depths, one row at a
        /// time, image decoding included; a depth fits when the median of five runs does. Another machine, or a busy one, gives another
        /// depth. Default: <see langword="null"/>, no limit.
        /// </summary>
        public TimeSpan? LatencyBudget { get; set; }

        /// <summary>
        /// Bytes of head vectors that training holds in memory, at 4 bytes a value. Those of further examples are kept in half precision
        /// in a temporary file, so that memory does not grow with the number of examples. Class means are exact in any case; half
        /// precision can change how two nearly equal heads rank. Default: 16 MiB.
        /// </summary>
        public long MemoryLimit { get; set; } = DefaultMemoryLimit;

        /// <summary>
        /// Folder to keep the head vectors of the examples in, so that training again with other options, labels or further examples does
        /// not run the LMM for rows with the same text and images; for every example 4 bytes a value, which the user deletes. May be
        /// shared by processes and LMMs. Default: <see langword="null"/>, vectors are not kept.
        /// </summary>
        public string? FeatureCacheFolder { get; set; }

        /// <summary>Told after each example during training. Default: <see langword="null"/>.</summary>
        public IProgress<SavProgress>? Progress { get; set; }

        /// <summary>Stops training, beside the cancellation of the <see cref="MLContext"/>. Default: never.</summary>
        public CancellationToken CancellationToken { get; set; }

        /// <summary>
        /// Options with which predictions are those of the paper's reference implementation (arXiv 2412.00142): 20 heads, and among
        /// classes with equal votes the one that the better head voted for.
        /// </summary>
        /// <param name="lmm">See <see cref="Lmm"/>.</param>
        public static Options Paper(string lmm) =>
            new() { Lmm = lmm, HeadCount = DefaultHeadCount, TieRule = VoteTieRule.FirstVoted };

        /// <summary>A copy that was found to be valid.</summary>
        /// <exception cref="ArgumentException">An option is missing or out of range; the message names it.</exception>
        internal Options Validated()
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(Lmm);
            ArgumentNullException.ThrowIfNull(LmmOptions);
            ArgumentException.ThrowIfNullOrEmpty(LabelColumnName);
            ArgumentException.ThrowIfNullOrEmpty(PredictedLabelColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ScoreColumnName);
            ArgumentOutOfRangeException.ThrowIfLessThan(HeadCount, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(DepthBudget ?? 1, 1, nameof(DepthBudget));
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LatencyBudget ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(LatencyBudget));
            ArgumentOutOfRangeException.ThrowIfNegative(MemoryLimit);
            if (!Enum.IsDefined(TieRule))
                throw new ArgumentOutOfRangeException(nameof(TieRule), TieRule, $"{nameof(TieRule)} is not a {nameof(VoteTieRule)}.");
            if (string.IsNullOrEmpty(ImageColumnName) && string.IsNullOrEmpty(TextColumnName))
                throw new ArgumentException($"Set {nameof(ImageColumnName)}, {nameof(TextColumnName)} or both.", nameof(ImageColumnName));
            if (PredictedLabelColumnName == ScoreColumnName)
            {
                throw new ArgumentException(
                    $"{nameof(PredictedLabelColumnName)} and {nameof(ScoreColumnName)} are both '{ScoreColumnName}'.", nameof(ScoreColumnName));
            }

            var copy = (Options)MemberwiseClone();
            copy.Lmm = Path.GetFullPath(Lmm);
            copy.ImageColumnName = string.IsNullOrEmpty(ImageColumnName) ? null : ImageColumnName;
            copy.FeatureCacheFolder = string.IsNullOrEmpty(FeatureCacheFolder) ? null : Path.GetFullPath(FeatureCacheFolder);
            copy.TextColumnName = string.IsNullOrEmpty(TextColumnName) ? null : TextColumnName;
            return copy;
        }
    }
}
