namespace Microsoft.ML.Sav.Heads;

/// <summary>Options of <see cref="ClassifierTrainer"/>.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Default of <see cref="HeadCount"/>, as in the paper.</summary>
    public const int DefaultHeadCount = 20;

    /// <summary>Kind of the classifier. Default: <see cref="ClassifierKind.Auto"/>.</summary>
    public ClassifierKind Kind { get; init; }

    /// <summary>Number of heads to keep, per kind of feature. CALM keeps all heads. Default: 20.</summary>
    public int HeadCount { get; init; } = DefaultHeadCount;

    /// <summary>
    /// Which class wins if several have the same number of votes, for <see cref="ClassifierKind.SparseAttentionVectors"/>. Default:
    /// <see cref="VoteTieRule.MeanCosine"/>.
    /// </summary>
    public VoteTieRule TieRule { get; init; }

    /// <summary>
    /// Share of examples like the training examples that may be rejected because they look like none of the classes; see
    /// <see cref="RejectOption"/>. Default: <see langword="null"/>, no reject option.
    /// </summary>
    public double? RejectionRate { get; init; }
}
