using Microsoft.ML.Sav.Lmm.Encoders;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Prepares prompts for the decoder, a bounded number ahead.</summary>
/// <param name="preparer">Prepares a prompt.</param>
/// <param name="imageBatches">Encodes the images of several prompts together; <see langword="null"/> to encode images one prompt at a time.</param>
/// <param name="threads">Number of threads that read and decode images when they are encoded together.</param>
/// <param name="capacity">Maximum number of prompts that are prepared ahead.</param>
/// <param name="embedsTokens">Whether the decoder needs token embeddings; if not, only images are encoded.</param>
internal sealed class PromptPreparation(PromptPreparer preparer, ImageBatchEncoder? imageBatches, int threads, int capacity, bool embedsTokens = true)
{
    /// <summary>Prepares one prompt.</summary>
    public void Prepare(PromptExtraction prompt, CancellationToken cancellationToken)
    {
        Read(prompt);
        prompt.Try(it => SetFeatures(it, preparer.EncodeImages(it.Content!, cancellationToken)));
        if (prompt.Features is null)
            prompt.Try(it => it.Pixels = preparer.ProcessImages(it.Content!));
        Embed(prompt, cancellationToken);
    }

    /// <summary>Prepares prompts on other threads and returns them in their order.</summary>
    public IEnumerable<PromptExtraction> PrepareAll(IEnumerable<PromptExtraction> prompts, CancellationToken cancellationToken)
    {
        if (imageBatches is null)
            return ReadAhead.Run(prompts, Prepare, threads: 1, capacity, cancellationToken);
        var processed = ReadAhead.Run(prompts, ProcessImages, threads, capacity, cancellationToken);
        var encoded = processed.Chunk(imageBatches.BatchSize).SelectMany(chunk => EncodeImages(chunk, cancellationToken));
        return ReadAhead.Run(encoded, Embed, threads: 1, capacity, cancellationToken);
    }

    private void Read(PromptExtraction prompt) => prompt.Try(it => it.Content ??= preparer.Read(it.Prompt));

    private void ProcessImages(PromptExtraction prompt, CancellationToken cancellationToken)
    {
        Read(prompt);
        prompt.Try(it => it.Pixels = preparer.ProcessImages(it.Content!));
    }

    private PromptExtraction[] EncodeImages(PromptExtraction[] prompts, CancellationToken cancellationToken)
    {
        // An image that several prompts ask about is encoded once.
        var groups = prompts.Where(prompt => prompt is { IsDone: false, Pixels.Count: > 0 }).GroupBy(prompt => prompt.Content!.ImagesKey).ToList();
        var features = imageBatches!.Encode([.. groups.Select(group => group.First().Pixels!)], cancellationToken);
        foreach (var (index, group) in groups.Index())
        {
            foreach (var prompt in group)
                prompt.Try(it => SetFeatures(it, features[index]()));
        }
        return prompts;
    }

    private static void SetFeatures(PromptExtraction prompt, ImageFeatures? features) =>
        (prompt.Features, prompt.ImageMeans, prompt.Pixels) = (features, features?.Means, null);

    private void Embed(PromptExtraction prompt, CancellationToken cancellationToken)
    {
        if (embedsTokens)
            prompt.Try(it => it.Input = preparer.Embed(it.Content!, it.Pixels ?? [], it.Features, cancellationToken));
        (prompt.Features, prompt.Pixels) = (null, null);
    }
}
