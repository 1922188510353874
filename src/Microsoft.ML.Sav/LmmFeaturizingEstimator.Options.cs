using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav;

public sealed partial class LmmFeaturizingEstimator
{
    /// <summary>
    /// Options of <see cref="LmmFeaturizingEstimator"/>. <see cref="ImageColumnName"/>, <see cref="TextColumnName"/> or both must be set.
    /// </summary>
    public sealed class Options
    {
        /// <summary>Default of <see cref="OutputColumnName"/>; ML.NET's trainers expect it.</summary>
        public const string DefaultOutputColumnName = "Features";

        /// <summary>Output column of the features, a vector of <see cref="float"/>. Default: <c>Features</c>.</summary>
        public string OutputColumnName { get; set; } = DefaultOutputColumnName;

        /// <inheritdoc cref="SavEstimator.Options.Lmm"/>
        public string? Lmm { get; set; }

        /// <inheritdoc cref="SavEstimator.Options.LmmOptions"/>
        public LmmOptions LmmOptions { get; set; } = new();

        /// <inheritdoc cref="SavEstimator.Options.ImageColumnName"/>
        public string? ImageColumnName { get; set; }

        /// <inheritdoc cref="SavEstimator.Options.TextColumnName"/>
        public string? TextColumnName { get; set; }

        /// <inheritdoc cref="SavEstimator.Options.Prompt"/>
        public string? Prompt { get; set; }

        /// <inheritdoc cref="SavEstimator.Options.MaxTokens"/>
        public int? MaxTokens { get; set; }

        /// <summary>
        /// Kinds of the features. Default: <see langword="null"/>, which is <see cref="FeatureKind.VisionEncoder"/> for images,
        /// <see cref="FeatureKind.TokenMean"/> for texts, and <see cref="FeatureKind.VisionEncoder"/> with
        /// <see cref="FeatureKind.LastToken"/> for images with texts; <see cref="FeatureKind.LastToken"/> in place of what the LMM lacks.
        /// </summary>
        public IReadOnlyCollection<FeatureKind>? FeatureKinds { get; set; }

        /// <summary>
        /// The features, in order, instead of <see cref="FeatureKinds"/>: for example the heads of a few layers. Layers above the last of them do
        /// not run. Default: <see langword="null"/>, all features of the kinds.
        /// </summary>
        public IReadOnlyList<Feature>? Features { get; set; }

        /// <summary>
        /// Whether the vector of each feature is scaled to length 1 (L2), so that all features weigh the same in linear trainers, KMeans and
        /// PCA. Default: <see langword="true"/>.
        /// </summary>
        public bool Normalize { get; set; } = true;

        /// <inheritdoc cref="SavEstimator.Options.FeatureCacheFolder"/>
        public string? FeatureCacheFolder { get; set; }

        /// <summary>
        /// What happens to a row that cannot be used when features are read: with <see cref="RowErrorAction.Skip"/>, its features are NaN. See
        /// <see cref="LmmFeaturizingTransformer.WithOnRowError"/>. Default: <see cref="RowErrorAction.Fail"/>.
        /// </summary>
        public RowErrorAction OnRowError { get; set; }

        /// <summary>
        /// Receives each row that <see cref="RowErrorAction.Skip"/> skips, from any thread. Default: <see langword="null"/>, the log has the first
        /// three.
        /// </summary>
        public IProgress<SavRowException>? SkippedRows { get; set; }

        /// <summary>A valid copy.</summary>
        /// <exception cref="ArgumentException">An option is missing or out of range; the message names it.</exception>
        internal Options Validated()
        {
            if (Lmm is not null)
                ArgumentException.ThrowIfNullOrWhiteSpace(Lmm);
            ArgumentNullException.ThrowIfNull(LmmOptions);
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentOutOfRangeException.ThrowIfLessThan(MaxTokens ?? 1, 1, nameof(MaxTokens));
            if (!Enum.IsDefined(OnRowError))
                throw new ArgumentOutOfRangeException(nameof(OnRowError), OnRowError, $"{nameof(OnRowError)} is not a {nameof(RowErrorAction)}.");
            if (string.IsNullOrEmpty(ImageColumnName) && string.IsNullOrEmpty(TextColumnName))
                throw new ArgumentException($"Set {nameof(ImageColumnName)}, {nameof(TextColumnName)} or both.", nameof(ImageColumnName));
            if (FeatureKinds is not null && Features is not null)
                throw new ArgumentException($"Set {nameof(FeatureKinds)} or {nameof(Features)}, not both.", nameof(Features));
            if (FeatureKinds is { Count: 0 } || Features is { Count: 0 })
                throw new ArgumentException($"{(Features is null ? nameof(FeatureKinds) : nameof(Features))} is empty; for the default, set it to null.", nameof(Features));

            var copy = (Options)MemberwiseClone();
            copy.Lmm = Lmm is null ? null : Path.GetFullPath(Lmm);
            copy.ImageColumnName = string.IsNullOrEmpty(ImageColumnName) ? null : ImageColumnName;
            copy.TextColumnName = string.IsNullOrEmpty(TextColumnName) ? null : TextColumnName;
            copy.FeatureKinds = FeatureKinds?.ToArray();
            copy.Features = Features?.ToArray();
            copy.FeatureCacheFolder = string.IsNullOrEmpty(FeatureCacheFolder) ? null : Path.GetFullPath(FeatureCacheFolder);
            return copy;
        }
    }
}
