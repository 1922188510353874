using System.Collections.Concurrent;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Sessions.Prefixes;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>
/// Runs prompts through a model and returns the head vectors at the last token: what each attention head gives to its layer's output
/// projection (arXiv 2412.00142, section 3). Safe to use from many threads. Belongs to a <see cref="MultimodalModel"/>, which must
/// outlive it.
/// </summary>
/// <remarks>
/// Prompts that follow one another and begin alike, with the same image or the same instruction, share the work: the image is encoded
/// once, and the decoder runs the tokens that they have in common once, where it then returns the same as for whole prompts
/// (<see cref="LmmOptions.ShareWork"/>).
/// </remarks>
public sealed class HeadExtractor : IDisposable
{
    private readonly MultimodalModel _model;
    private readonly Func<IReadOnlyList<ImageInput>, CancellationToken, ImageFeatures> _encodeImages;
    private readonly PrefixCachingDecoder _decoder;
    private readonly int _batchSize;

    internal HeadExtractor(
        MultimodalModel model, Func<IReadOnlyList<ImageInput>, CancellationToken, ImageFeatures> encodeImages, PrefixCachingDecoder decoder, int batchSize)
    {
        _model = model;
        _encodeImages = encodeImages;
        _decoder = decoder;
        _batchSize = batchSize;
    }

    /// <summary>The heads that are returned.</summary>
    public HeadLayout Layout => _decoder.Layout;

    /// <summary>Number of tokens that went through the decoder.</summary>
    internal long TokenCount => _decoder.TokenCount;

    /// <summary>Head vectors of one prompt.</summary>
    /// <param name="prompt">Images, text or both.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns><see cref="HeadLayout.VectorLength"/> floats, in the order of <see cref="Layout"/>.</returns>
    /// <exception cref="FileNotFoundException">An image file does not exist.</exception>
    /// <exception cref="InvalidDataException">An image cannot be decoded, or the files of the model do not fit together.</exception>
    /// <exception cref="NotSupportedException">The prompt has an image and the model takes none, or the model's family is not known.</exception>
    public float[] Extract(Prompt prompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return _decoder.Run([Prepare(prompt, cancellationToken)], cancellationToken)[0];
    }

    /// <summary>
    /// Head vectors of many prompts, in their order. Prompts are taken and prepared on a thread of their own, a bounded number ahead;
    /// prompts of about the same length run through the decoder together (<see cref="LmmOptions.BatchSize"/>).
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
        using var prepared = new BlockingCollection<DecoderInput>(_batchSize);
        var reader = Task.Run(() => PrepareAll(prompts, prepared, stop.Token), CancellationToken.None);
        try
        {
            foreach (var batch in new PromptBatches(_batchSize).Group(prepared.GetConsumingEnumerable(cancellationToken)))
            {
                foreach (var vectors in Run(batch, cancellationToken))
                    yield return vectors;
            }
            reader.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            Task.WhenAny(reader).Wait(CancellationToken.None);
        }
    }

    private void PrepareAll(IEnumerable<Prompt> prompts, BlockingCollection<DecoderInput> prepared, CancellationToken stop)
    {
        try
        {
            foreach (var prompt in prompts)
                prepared.Add(Prepare(prompt, stop), stop);
        }
        finally
        {
            prepared.CompleteAdding();
        }
    }

    private DecoderInput Prepare(Prompt prompt, CancellationToken cancellationToken) => _model.Prepare(prompt, _encodeImages, cancellationToken);

    // a prompt that the decoder refuses must not take those before it along
    private IEnumerable<float[]> Run(IReadOnlyList<DecoderInput> batch, CancellationToken cancellationToken)
    {
        try
        {
            return _decoder.Run(batch, cancellationToken);
        }
        catch (InvalidDataException) when (batch.Count > 1)
        {
            return batch.Select(row => _decoder.Run([row], cancellationToken)[0]);
        }
    }
}
