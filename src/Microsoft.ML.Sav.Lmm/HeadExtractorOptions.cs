namespace Microsoft.ML.Sav.Lmm;

/// <summary>Options of <see cref="MultimodalModel.CreateHeadExtractor"/>.</summary>
public sealed record HeadExtractorOptions
{
    /// <summary>
    /// Folder to keep head vectors in, so that a prompt with the same text and images does not run again; shared by processes and models.
    /// Default: <see langword="null"/>, vectors are not kept.
    /// </summary>
    public string? FeatureCacheFolder { get; init; }

    /// <summary>Whether prompts may have images; the vision encoder is opened together with the decoder. Default: <see langword="true"/>.</summary>
    public bool TakesImages { get; init; } = true;

    /// <summary>
    /// Whether prompts may use image features and prefixes of prompts before them, as <see cref="LmmOptions"/> say; <see langword="false"/> to
    /// measure the time of a prompt by itself. Default: <see langword="true"/>.
    /// </summary>
    public bool Caching { get; init; } = true;
}
