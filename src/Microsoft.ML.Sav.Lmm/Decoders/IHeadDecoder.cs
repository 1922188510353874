namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>Runs prompts through a decoder. Implementations are safe to use from many threads.</summary>
internal interface IHeadDecoder : IDisposable
{
    /// <summary>Number of tokens that were run, without padding.</summary>
    long TokenCount { get; }

    /// <summary>Runs prompts together, padded on the right to one length.</summary>
    /// <param name="rows">The prompts; at least one.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns>Per prompt its head vectors, in the order of the layout that the decoder was opened for.</returns>
    IReadOnlyList<float[]> Run(IReadOnlyList<DecoderInput> rows, CancellationToken cancellationToken);
}
