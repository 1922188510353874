using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Extracts features of vision encoder and projector: the decoder does not run.</summary>
/// <param name="preparation">Encodes the images of prompts.</param>
/// <param name="features">The features.</param>
internal sealed class ImageFeatureExtractor(PromptPreparation preparation, FeatureVectors features) : IFeatureExtractor
{
    /// <inheritdoc/>
    public FeatureLayout Layout => features.Layout;

    /// <inheritdoc/>
    public long TokenCount => 0;

    /// <inheritdoc/>
    public void Extract(PromptExtraction prompt, CancellationToken cancellationToken)
    {
        preparation.Prepare(prompt, cancellationToken);
        Join(prompt);
    }

    /// <inheritdoc/>
    public IEnumerable<PromptExtraction> ExtractAll(IEnumerable<PromptExtraction> prompts, CancellationToken cancellationToken) =>
        preparation.PrepareAll(prompts, cancellationToken).Select(Join);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private PromptExtraction Join(PromptExtraction prompt)
    {
        prompt.Try(it => it.Vectors = features.Join([], it.ImageMeans));
        return prompt;
    }
}
