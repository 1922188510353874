namespace Microsoft.ML.Sav.Lmm;

/// <summary>Options of <see cref="MultimodalModel.CreateFeatureExtractor"/>.</summary>
public sealed record FeatureExtractorOptions
{
    /// <summary>
    /// Folder in which the vectors of all features are cached, so that a prompt with the same text and images does not run again. A prompt
    /// that the cache lacks then runs by itself and through every layer, whichever features are needed: its vectors are the same for every
    /// extractor. Graphs open when a prompt needs them. Processes and models may share the folder. Default: <see langword="null"/>,
    /// vectors are not cached.
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
