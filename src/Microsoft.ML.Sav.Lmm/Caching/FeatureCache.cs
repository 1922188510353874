using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>
/// Head vectors in a folder, from which they come back without running the model: for the same model (by fingerprint and head taps), the
/// same text after the chat template and images of the same content, wherever they lie. Vectors are kept as they are, in single
/// precision, one file a prompt.
/// </summary>
/// <remarks>
/// Processes may share a folder: files appear whole or not at all, and one that is damaged counts as missing. What cannot be written is
/// computed again the next time. Nothing is ever deleted; the folder can be, at any time.
/// </remarks>
public sealed class FeatureCache
{
    private readonly VectorFiles _files;
    private readonly MultimodalModel _model;

    /// <summary>Opens a cache.</summary>
    /// <param name="folder">The folder; made where it does not exist. Caches of several models may share one.</param>
    /// <param name="model">The model whose vectors are kept.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FeatureCache(string folder, MultimodalModel model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(model);
        _files = new VectorFiles(folder);
        _model = model;
    }

    /// <summary>Number of prompts that did not have to be run.</summary>
    public long Hits { get; private set; }

    /// <summary>
    /// Head vectors of many prompts, in their order, as <see cref="HeadExtractor.ExtractAll"/>; only prompts that are not in the cache are
    /// run, and then kept. One enumeration at a time.
    /// </summary>
    /// <param name="extractor">Runs the model. Vectors of every head serve an extractor of some heads, too.</param>
    /// <param name="prompts">The prompts. Enumerated once, by one thread at a time.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    public IEnumerable<float[]> ExtractAll(HeadExtractor extractor, IEnumerable<Prompt> prompts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        ArgumentNullException.ThrowIfNull(prompts);
        return new CachedExtraction(this, extractor, cancellationToken).Run(prompts);
    }

    /// <summary>What the cache has for a prompt.</summary>
    internal CacheEntry Find(Prompt prompt, HeadLayout layout)
    {
        var key = PromptKey.TryCreate(_model, prompt);
        var vectors = key is null ? null : Read(key, layout);
        if (vectors is not null)
            Hits++;
        return new CacheEntry(prompt, key, vectors);
    }

    internal void Keep(PromptKey key, HeadLayout layout, float[] vectors) => _files.Write(key.With(layout), vectors);

    private float[]? Read(PromptKey key, HeadLayout layout)
    {
        if (_files.Read(key.With(layout), layout.VectorLength) is { } vectors)
            return vectors;
        var all = _model.Heads;
        return !layout.Equals(all) && _files.Read(key.With(all), all.VectorLength) is { } vectorsOfAll
            ? all.Gather(vectorsOfAll, [.. layout.Select(all.FindPosition)])
            : null;
    }
}
