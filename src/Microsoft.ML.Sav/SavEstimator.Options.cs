using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav;

public sealed partial class SavEstimator
{
    /// <summary>
    /// Options of <see cref="SavEstimator"/>. <see cref="ImageColumnName"/>, <see cref="TextColumnName"/> or both must be set.
    /// </summary>
    public sealed class Options
    {
        /// <summary>Default of <see cref="LabelColumnName"/>.</summary>
        public const string DefaultLabelColumnName = "Label";

        /// <summary>Default of <see cref="PredictedLabelColumnName"/>; ML.NET's evaluators expect it.</summary>
        public const string DefaultPredictedLabelColumnName = "PredictedLabel";

        /// <summary>Default of <see cref="ScoreColumnName"/>; ML.NET's evaluators expect it.</summary>
        public const string DefaultScoreColumnName = "Score";

        /// <summary>Default of <see cref="Prompt"/> for rows without a text column.</summary>
        public const string DefaultPrompt = "What is in the image?";

        /// <summary>Default of <see cref="HeadCount"/>, as in the paper.</summary>
        public const int DefaultHeadCount = ClassifierOptions.DefaultHeadCount;

        /// <summary>Default of <see cref="MemoryLimit"/>: 64 MiB, enough for 460 examples with all features of SmolLM2 (36,416 values).</summary>
        public const long DefaultMemoryLimit = SupportSet.DefaultMemoryLimit;

        /// <summary>
        /// Folder of the large multimodal model (LMM) in ONNX. Default: <see langword="null"/>, the LMM of the referenced content package,
        /// for example Microsoft.ML.Sav.SmolLM2, in <c>lmm/</c> beside the program.
        /// </summary>
        public string? Lmm { get; set; }

        /// <summary>How the LMM runs. If neither GPU nor CPU is set here, <c>MLContext.GpuDeviceId</c> and <c>FallbackToCpu</c> apply.</summary>
        public LmmOptions LmmOptions { get; set; } = new();

        /// <summary>
        /// Column of the images: a path (string), several paths (vector of strings, whose empty entries are ignored), an encoded image
        /// (vector of bytes, as from <c>LoadRawImageBytes</c>) or <c>MLImage</c>. Default: <see langword="null"/>, no images.
        /// </summary>
        public string? ImageColumnName { get; set; }

        /// <summary>
        /// Column of the text, for example a question about the image, or a document. Default: <see langword="null"/>, no text.
        /// </summary>
        public string? TextColumnName { get; set; }

        /// <summary>Column of the label, a key. Default: <c>Label</c>.</summary>
        public string LabelColumnName { get; set; } = DefaultLabelColumnName;

        /// <summary>Output column of the predicted label, a key. Default: <c>PredictedLabel</c>.</summary>
        public string PredictedLabelColumnName { get; set; } = DefaultPredictedLabelColumnName;

        /// <summary>Output column of the scores, one per class in the order of the keys. Default: <c>Score</c>.</summary>
        public string ScoreColumnName { get; set; } = DefaultScoreColumnName;

        /// <summary>
        /// Prompt per row, in which <c>{text}</c> is replaced by the row's text. A text column without <c>{text}</c> in the prompt is
        /// appended on a new line. Default: <see langword="null"/>, the row's text, or <see cref="DefaultPrompt"/> without a text column.
        /// </summary>
        public string? Prompt { get; set; }

        /// <summary>
        /// Prompts to compare, in place of <see cref="Prompt"/>: training runs with each, and the one with the lowest log loss of training examples,
        /// each scored without itself, is kept, or the first one that is within one standard error of it. See
        /// <see cref="SavModel.PromptScores"/>. Default: <see langword="null"/>.
        /// </summary>
        public IReadOnlyList<string>? Prompts { get; set; }

        /// <summary>
        /// Maximum number of tokens of a row's text; longer texts are cut at the end, which the log reports. The LMM's time grows with the number of tokens, and
        /// one token is about four characters of English. Default: <see langword="null"/>, no limit.
        /// </summary>
        public int? MaxTokens { get; set; }

        /// <summary>
        /// How the LMM's features are turned into a classifier. Default: <see cref="ClassifierKind.Auto"/>, the most accurate; for the paper's
        /// classifier, <see cref="ClassifierKind.SparseAttentionVectors"/> or <see cref="Paper"/>.
        /// </summary>
        public ClassifierKind Classifier { get; set; }

        /// <summary>
        /// Number of attention heads to select; <see cref="ClassifierKind.Auto"/> selects as many at the last token and as many averaged over
        /// tokens, <see cref="ClassifierKind.Calm"/> takes all. Default: 20.
        /// </summary>
        public int HeadCount { get; set; } = DefaultHeadCount;

        /// <summary>
        /// The only features to train on, for example those that a classifier of another task was trained with (its
        /// <see cref="SavModel.Report"/>). All are kept that the classifier can use, whatever <see cref="HeadCount"/> is. Default:
        /// <see langword="null"/>, all features of the LMM.
        /// </summary>
        public IReadOnlyList<Feature>? Features { get; set; }

        /// <summary>
        /// Which class wins if several have the same number of votes, for <see cref="ClassifierKind.SparseAttentionVectors"/>. Default:
        /// <see cref="VoteTieRule.MeanCosine"/>.
        /// </summary>
        public VoteTieRule TieRule { get; set; }

        /// <summary>
        /// Share of rows like the training rows that may be rejected because they look like none of the classes, for example 0.05. The predicted
        /// label of rejected rows is missing (key 0), their scores stay. At a rate of 0.05, rows are rejected only if there are at least 19
        /// examples in classes with two or more; otherwise <c>Fit</c> logs a warning. Makes the model larger: as long as features have more values than
        /// there are examples, by about twice the size of their features. <see cref="SavTransformer.WithRejectionRate"/> changes the rate later. Default:
        /// <see langword="null"/>, none is rejected.
        /// </summary>
        public double? RejectionRate { get; set; }

        /// <summary>
        /// Output column of what predictions are made of, a vector with slot names: for <see cref="ClassifierKind.Auto"/> and
        /// <see cref="ClassifierKind.GaussianHeads"/>, how much each kind of feature adds to the logit of each class, and the bias per class; for
        /// <see cref="ClassifierKind.SparseAttentionVectors"/>, the votes per class. Default: <see langword="null"/>, no such column.
        /// </summary>
        public string? ContributionColumnName { get; set; }

        /// <summary>
        /// Number of decoder layers, from the first, to select heads from; training and prediction do not run the layers above. Fewer
        /// layers are faster and mostly less accurate. With <see cref="FeatureCacheFolder"/>, rows that are not in the cache run all layers.
        /// Default: <see langword="null"/>, all layers.
        /// </summary>
        public int? DepthBudget { get; set; }

        /// <summary>
        /// Time that predicting one row may take on this machine. Heads are selected from as many layers, from the first, as fit. Training
        /// measures it first: it runs up to five labelled rows, one at a time and with image decoding, through decoders of several depths,
        /// and takes the median of five runs. Other machines, or other load, give other depths. Default: <see langword="null"/>, no limit.
        /// </summary>
        public TimeSpan? LatencyBudget { get; set; }

        /// <summary>
        /// Bytes of head vectors that training keeps in memory, at 4 bytes per value. Further vectors go to a temporary file in half
        /// precision, so that memory does not grow with the number of examples. Class means stay exact; half precision can swap nearly
        /// equal heads. Default: 64 MiB.
        /// </summary>
        public long MemoryLimit { get; set; } = DefaultMemoryLimit;

        /// <summary>
        /// Whether the model keeps the features and the class of every training example (<see cref="SavModel.Examples"/>), so that it can be
        /// updated, forget, be relabelled and be merged without the earlier rows. Takes 4 bytes per value and example in memory, whatever
        /// <see cref="MemoryLimit"/> is, and in the model file: 146 KB per example with all features of SmolLM2. Default:
        /// <see langword="false"/>.
        /// </summary>
        public bool KeepExamples { get; set; }

        /// <summary>
        /// Folder of the feature cache: <c>Fit</c>, <c>Transform</c>, <c>Evaluate</c> and <c>CrossValidate</c> do not run the LMM for rows whose text
        /// and images are in it, whatever their labels and the other options. A row that is not in it runs by itself, not in a batch, and
        /// through all layers, so that every use finds what it needs. 4 bytes per value and row; never deleted by the library. Processes
        /// and LMMs may share it. Model files do not keep it: a loaded transformer has none until <c>WithFeatureCache</c> sets it.
        /// Default: <see langword="null"/>, no cache.
        /// </summary>
        public string? FeatureCacheFolder { get; set; }

        /// <summary>
        /// What happens to a row that cannot be used, when training and when the trained transformer scores; see
        /// <see cref="SavTransformer.WithOnRowError"/>. Default: <see cref="RowErrorAction.Fail"/>.
        /// </summary>
        public RowErrorAction OnRowError { get; set; }

        /// <summary>
        /// Receives each row that <see cref="RowErrorAction.Skip"/> skips, from any thread. Default: <see langword="null"/>, the log has the first
        /// three, and at the end of training their number.
        /// </summary>
        public IProgress<SavRowException>? SkippedRows { get; set; }

        /// <summary>Receives the progress of training, after each example. Default: <see langword="null"/>.</summary>
        public IProgress<SavProgress>? Progress { get; set; }

        /// <summary>Cancels training, as does the cancellation of the <see cref="MLContext"/>. Default: never.</summary>
        public CancellationToken CancellationToken { get; set; }

        /// <summary>
        /// Options that give the predictions of the paper's reference implementation (arXiv 2412.00142): 20 heads vote, and if classes have the
        /// same number of votes, the one that the better head voted for wins.
        /// </summary>
        /// <param name="lmm">See <see cref="Lmm"/>.</param>
        public static Options Paper(string? lmm = null) =>
            new() { Lmm = lmm, Classifier = ClassifierKind.SparseAttentionVectors, HeadCount = DefaultHeadCount, TieRule = VoteTieRule.FirstVoted };

        /// <param name="candidates">The features to train on.</param>
        internal ClassifierOptions CreateClassifierOptions(FeatureLayout candidates)
        {
            var headCount = Features is null ? HeadCount : candidates.CountBy(feature => feature.Kind).Max(kind => kind.Value);
            return new ClassifierOptions { Kind = Classifier, HeadCount = headCount, TieRule = TieRule, RejectionRate = RejectionRate };
        }

        /// <summary>A copy with one prompt.</summary>
        internal Options WithPrompt(string prompt, IProgress<SavProgress>? progress)
        {
            var copy = (Options)MemberwiseClone();
            (copy.Prompt, copy.Prompts, copy.Progress) = (prompt, null, progress);
            return copy;
        }

        /// <summary>A valid copy.</summary>
        /// <exception cref="ArgumentException">An option is missing or out of range; the message names it.</exception>
        internal Options Validated()
        {
            if (Lmm is not null)
                ArgumentException.ThrowIfNullOrWhiteSpace(Lmm);
            ArgumentNullException.ThrowIfNull(LmmOptions);
            ArgumentException.ThrowIfNullOrEmpty(LabelColumnName);
            ArgumentException.ThrowIfNullOrEmpty(PredictedLabelColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ScoreColumnName);
            ArgumentOutOfRangeException.ThrowIfLessThan(HeadCount, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(MaxTokens ?? 1, 1, nameof(MaxTokens));
            ArgumentOutOfRangeException.ThrowIfLessThan(DepthBudget ?? 1, 1, nameof(DepthBudget));
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LatencyBudget ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(LatencyBudget));
            ArgumentOutOfRangeException.ThrowIfNegative(MemoryLimit);
            if (!Enum.IsDefined(Classifier))
                throw new ArgumentOutOfRangeException(nameof(Classifier), Classifier, $"{nameof(Classifier)} is not a {nameof(ClassifierKind)}.");
            if (!Enum.IsDefined(TieRule))
                throw new ArgumentOutOfRangeException(nameof(TieRule), TieRule, $"{nameof(TieRule)} is not a {nameof(VoteTieRule)}.");
            if (!Enum.IsDefined(OnRowError))
                throw new ArgumentOutOfRangeException(nameof(OnRowError), OnRowError, $"{nameof(OnRowError)} is not a {nameof(RowErrorAction)}.");
            if (string.IsNullOrEmpty(ImageColumnName) && string.IsNullOrEmpty(TextColumnName))
                throw new ArgumentException($"Set {nameof(ImageColumnName)}, {nameof(TextColumnName)} or both.", nameof(ImageColumnName));
            if (Prompt is not null && Prompts is not null)
                throw new ArgumentException($"Set {nameof(Prompt)} or {nameof(Prompts)}, not both.", nameof(Prompts));
            if (Prompts is { Count: 0 } || Prompts?.Contains(null!) == true || Prompts?.Distinct().Count() < Prompts?.Count)
                throw new ArgumentException($"{nameof(Prompts)} should be prompts that differ; for none, set it to null.", nameof(Prompts));
            if (Features is { Count: 0 })
                throw new ArgumentException($"{nameof(Features)} is empty; for all features, set it to null.", nameof(Features));
            if (Features is not null && (DepthBudget ?? (object?)LatencyBudget) is not null)
                throw new ArgumentException($"Set {nameof(Features)} or a budget, not both.", nameof(Features));
            if (PredictedLabelColumnName == ScoreColumnName)
            {
                throw new ArgumentException(
                    $"{nameof(PredictedLabelColumnName)} and {nameof(ScoreColumnName)} are both '{ScoreColumnName}'.", nameof(ScoreColumnName));
            }

            RejectOption.RequireRate(RejectionRate, nameof(RejectionRate));
            ValidateContributions();

            var copy = (Options)MemberwiseClone();
            copy.Lmm = Lmm is null ? null : Path.GetFullPath(Lmm);
            copy.ImageColumnName = string.IsNullOrEmpty(ImageColumnName) ? null : ImageColumnName;
            copy.Prompts = Prompts?.ToArray();
            copy.Features = Features?.ToArray();
            copy.ContributionColumnName = string.IsNullOrEmpty(ContributionColumnName) ? null : ContributionColumnName;
            copy.FeatureCacheFolder = string.IsNullOrEmpty(FeatureCacheFolder) ? null : Path.GetFullPath(FeatureCacheFolder);
            copy.TextColumnName = string.IsNullOrEmpty(TextColumnName) ? null : TextColumnName;
            return copy;
        }

        private void ValidateContributions()
        {
            if (string.IsNullOrEmpty(ContributionColumnName))
                return;
            if (ContributionColumnName == PredictedLabelColumnName || ContributionColumnName == ScoreColumnName)
            {
                throw new ArgumentException(
                    $"{nameof(ContributionColumnName)} is '{ContributionColumnName}', as is another output column.", nameof(ContributionColumnName));
            }
            if (Classifier is ClassifierKind.Calm or ClassifierKind.Hec)
            {
                throw new ArgumentException(
                    $"{nameof(ContributionColumnName)} is set, but {Classifier} has no contributions; {ClassifierKind.Auto}, {ClassifierKind.GaussianHeads} and {ClassifierKind.SparseAttentionVectors} have.",
                    nameof(ContributionColumnName));
            }
        }
    }
}
