using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>Runs prompts through a decoder. Implementations are safe to use from many threads.</summary>
internal interface IHeadDecoder : IDisposable
{
    /// <summary>The heads whose vectors are returned.</summary>
    FeatureLayout Layout { get; }

    /// <summary>Number of tokens that were run, without padding.</summary>
    long TokenCount { get; }

    /// <summary>Runs prompts together, padded on the right to one length.</summary>
    /// <param name="rows">The prompts; at least one.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns>Per prompt its head vectors, in the order of <see cref="Layout"/>.</returns>
    IReadOnlyList<float[]> Run(IReadOnlyList<DecoderInput> rows, CancellationToken cancellationToken);
}
