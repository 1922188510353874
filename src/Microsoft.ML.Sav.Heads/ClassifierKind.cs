namespace Microsoft.ML.Sav.Heads;

/// <summary>How features are turned into a classifier.</summary>
public enum ClassifierKind
{
    /// <summary>
    /// Gaussian classifiers of heads at the last token, heads averaged over tokens, vision encoder and projector, stacked by their
    /// leave-one-out scores.
    /// </summary>
    Auto,

    /// <summary>Gaussian classifiers of heads at the last token, selected by their leave-one-out scores.</summary>
    GaussianHeads,

    /// <summary>Sparse Attention Vectors (arXiv 2412.00142): heads at the last token vote for the nearest class mean.</summary>
    SparseAttentionVectors,

    /// <summary>CALM (arXiv 2602.07077): every head at the last token votes with its reliability per class.</summary>
    Calm,

    /// <summary>HEC-V (arXiv 2603.24181): the mean probability of the best Gaussian heads at the last token.</summary>
    Hec,
}
