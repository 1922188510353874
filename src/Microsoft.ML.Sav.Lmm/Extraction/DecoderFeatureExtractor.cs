using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Decoders;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Runs prompts through the model: read, prepare, decode.</summary>
/// <param name="preparation">Turns prompts into the decoder's inputs.</param>
/// <param name="decoder">The decoder.</param>
/// <param name="features">The features, of which the decoder returns the heads.</param>
/// <param name="batchSize">Maximum number of prompts that the decoder runs together.</param>
internal sealed class DecoderFeatureExtractor(PromptPreparation preparation, IHeadDecoder decoder, FeatureVectors features, int batchSize) : IFeatureExtractor
{
    /// <inheritdoc/>
    public FeatureLayout Layout => features.Layout;

    /// <inheritdoc/>
    public long TokenCount => decoder.TokenCount;

    /// <inheritdoc/>
    public void Extract(PromptExtraction prompt, CancellationToken cancellationToken)
    {
        preparation.Prepare(prompt, cancellationToken);
        Decode(prompt, cancellationToken);
    }

    /// <inheritdoc/>
    public IEnumerable<PromptExtraction> ExtractAll(IEnumerable<PromptExtraction> prompts, CancellationToken cancellationToken)
    {
        foreach (var batch in new PromptBatches(batchSize).Group(preparation.PrepareAll(prompts, cancellationToken)))
        {
            Decode(batch, cancellationToken);
            foreach (var prompt in batch)
                yield return prompt;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => decoder.Dispose();

    private void Decode(IReadOnlyList<PromptExtraction> batch, CancellationToken cancellationToken)
    {
        PromptExtraction[] waiting = [.. batch.Where(prompt => !prompt.IsDone)];
        if (waiting.Length > 1)
        {
            try
            {
                var vectors = decoder.Run(Array.ConvertAll(waiting, prompt => prompt.Input!), cancellationToken);
                foreach (var (index, prompt) in waiting.Index())
                    prompt.Try(it => it.Vectors = features.Join(vectors[index], it.ImageMeans));
                return;
            }
            catch (LmmRuntimeException)
            {
                // One prompt is the cause: run them one by one, so that the others succeed.
            }
        }
        foreach (var prompt in waiting)
            Decode(prompt, cancellationToken);
    }

    private void Decode(PromptExtraction prompt, CancellationToken cancellationToken) =>
        prompt.Try(it => it.Vectors = features.Join(decoder.Run([it.Input!], cancellationToken)[0], it.ImageMeans));
}
