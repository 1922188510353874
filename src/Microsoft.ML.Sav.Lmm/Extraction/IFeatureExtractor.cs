using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Extracts the features of prompts, or records the error. Implementations are safe to use from many threads.</summary>
internal interface IFeatureExtractor : IDisposable
{
    /// <summary>The features that are extracted.</summary>
    FeatureLayout Layout { get; }

    /// <summary>Number of tokens that the decoder ran.</summary>
    long TokenCount { get; }

    /// <summary>Processes one prompt.</summary>
    void Extract(PromptExtraction prompt, CancellationToken cancellationToken);

    /// <summary>Processes many prompts, which are returned in their order. Prompts are enumerated on another thread, a bounded number ahead.</summary>
    IEnumerable<PromptExtraction> ExtractAll(IEnumerable<PromptExtraction> prompts, CancellationToken cancellationToken);
}
