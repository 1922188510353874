namespace Microsoft.ML.Sav.Lmm;

/// <summary>Options of <see cref="MultimodalModel.CreateFeatureExtractor"/>.</summary>
public sealed record FeatureExtractorOptions
{
    /// <summary>
    /// Folder in which head vectors are cached, so that a prompt with the same text and images does not run again. Processes and models may
    /// share it. Default: <see langword="null"/>, vectors are not cached.
    /// </summary>
    public string? FeatureCacheFolder { get; init; }

    /// <summary>Whether prompts may have images; the vision encoder is opened together with the decoder. Default: <see langword="true"/>.</summary>
    public bool TakesImages { get; init; } = true;

    /// <summary>
    /// Whether to use the image feature and prefix caches that <see cref="LmmOptions"/> enable; <see langword="false"/> to measure the time
    /// of single prompts. Default: <see langword="true"/>.
    /// </summary>
    public bool Caching { get; init; } = true;
}
