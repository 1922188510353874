using System.Collections.Concurrent;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>
/// Runs prompts through a model and returns the head vectors at the last token: what each attention head gives to its layer's output
/// projection (arXiv 2412.00142, section 3). Safe to use from many threads. Belongs to a <see cref="MultimodalModel"/>, which must
/// outlive it.
/// </summary>
public sealed class HeadExtractor : IDisposable
{
    // enough to keep the sessions busy; an encoded prompt holds its pixels
    private const int PromptsReadAhead = 4;

    private readonly MultimodalModel _model;
    private readonly HeadDecoder _decoder;

    internal HeadExtractor(MultimodalModel model, HeadDecoder decoder)
    {
        _model = model;
        _decoder = decoder;
    }

    /// <summary>The heads that are returned.</summary>
    public HeadLayout Layout => _decoder.Layout;

    /// <summary>Head vectors of one prompt.</summary>
    /// <param name="prompt">Images, text or both.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns><see cref="HeadLayout.VectorLength"/> floats, in the order of <see cref="Layout"/>.</returns>
    /// <exception cref="FileNotFoundException">An image file does not exist.</exception>
    /// <exception cref="InvalidDataException">An image cannot be decoded.</exception>
    /// <exception cref="NotSupportedException">The prompt has an image and the model takes none.</exception>
    public float[] Extract(Prompt prompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return Run(_model.PromptEncoder.Encode(prompt), cancellationToken);
    }

    /// <summary>
    /// Head vectors of many prompts, in their order. Prompts are taken and prepared on a thread of their own, a bounded number ahead.
    /// </summary>
    /// <param name="prompts">The prompts. Enumerated once, by one thread at a time.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    /// <exception cref="Exception">As <see cref="Extract"/>, after the vectors of all prompts before the one that failed.</exception>
    public IEnumerable<float[]> ExtractAll(IEnumerable<Prompt> prompts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        return ExtractInOrder(prompts, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    private IEnumerable<float[]> ExtractInOrder(IEnumerable<Prompt> prompts, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var encoded = new BlockingCollection<ModelInputs>(PromptsReadAhead);
        var reader = Task.Run(() => Encode(prompts, encoded, stop.Token), CancellationToken.None);
        try
        {
            foreach (var inputs in encoded.GetConsumingEnumerable(cancellationToken))
                yield return Run(inputs, cancellationToken);
            reader.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            Task.WhenAny(reader).Wait(CancellationToken.None);
        }
    }

    private void Encode(IEnumerable<Prompt> prompts, BlockingCollection<ModelInputs> encoded, CancellationToken stop)
    {
        try
        {
            foreach (var prompt in prompts)
                encoded.Add(_model.PromptEncoder.Encode(prompt), stop);
        }
        finally
        {
            encoded.CompleteAdding();
        }
    }

    private float[] Run(ModelInputs inputs, CancellationToken cancellationToken)
    {
        var features = inputs.Images.Count > 0 ? _model.VisionEncoder?.Run(inputs.Images, _model.Family, cancellationToken) : null;
        var embeddings = _model.WordEmbeddings?.Run(inputs.TokenIds, features, _model.Family, cancellationToken);
        return _decoder.Run([new DecoderInput(inputs, embeddings ?? new Dictionary<string, FloatTensor>())], cancellationToken)[0];
    }
}
