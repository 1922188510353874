using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Featurizing;

/// <summary>Chooses the features of the output column among those of an LMM.</summary>
internal static class FeatureChoice
{
    /// <param name="options">The options.</param>
    /// <param name="available">Every feature of the LMM.</param>
    /// <param name="lmm">The LMM's folder, for error messages.</param>
    /// <exception cref="ArgumentException">The LMM lacks a feature that the options name.</exception>
    public static FeatureLayout Choose(LmmFeaturizingEstimator.Options options, FeatureLayout available, string lmm)
    {
        if (options.Features is { } features)
        {
            RequireAvailable(features, available, lmm);
            return new FeatureLayout(features);
        }

        var kinds = options.FeatureKinds ?? Default(options, available);
        if (kinds.FirstOrDefault(kind => !Has(available, kind)) is var lacking && !kinds.All(kind => Has(available, kind)))
        {
            throw new ArgumentException(
                $"{nameof(options.FeatureKinds)} has {lacking}, but the LMM in '{lmm}' has {string.Join(", ", available.Select(feature => feature.Kind).Distinct())} only.",
                nameof(options.FeatureKinds));
        }
        return new FeatureLayout(available.Where(feature => kinds.Contains(feature.Kind)));
    }

    /// <summary>Checks features that options name.</summary>
    /// <exception cref="ArgumentException">The LMM lacks one.</exception>
    public static void RequireAvailable(IEnumerable<Feature> features, FeatureLayout available, string lmm)
    {
        const string Name = nameof(LmmFeaturizingEstimator.Options.Features);
        if (features.Except(available).ToArray() is { Length: > 0 } missing)
            throw new ArgumentException($"{Name} has {string.Join(", ", missing)}, which the LMM in '{lmm}' lacks, at least in that size.", Name);
    }

    // An image's tokens come before the text and do not see it, so only the last token's heads hold what a text asks about an image.
    private static IReadOnlyCollection<FeatureKind> Default(LmmFeaturizingEstimator.Options options, FeatureLayout available)
    {
        var (image, text) = (FirstAvailable(FeatureKind.VisionEncoder), FirstAvailable(FeatureKind.TokenMean));
        if (options.ImageColumnName is null)
            return [text];
        return options.TextColumnName is null ? [image] : [.. new[] { image, FeatureKind.LastToken }.Distinct()];

        FeatureKind FirstAvailable(FeatureKind kind) => Has(available, kind) ? kind : FeatureKind.LastToken;
    }

    private static bool Has(FeatureLayout available, FeatureKind kind) => available.Any(feature => feature.Kind == kind);
}
