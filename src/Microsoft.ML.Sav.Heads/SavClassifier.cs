using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// A Sparse Attention Vectors classifier: each head votes for the class whose mean is nearest by cosine, and the class with most votes
/// wins (arXiv 2412.00142, section 3). Immutable and thread-safe.
/// </summary>
public sealed class SavClassifier : FeatureClassifier
{
    /// <summary>Temperature of the softmax over mean cosines that breaks ties, as in CALM (arXiv 2602.07077).</summary>
    internal const double Temperature = 0.07;

    /// <summary>What the tie breaks of all classes add up to, in votes: less than one vote, so that they never outvote a head.</summary>
    internal const double TieBreakWeight = 0.5;

    /// <summary>Creates a classifier.</summary>
    /// <param name="means">Class means of the heads that vote, best head first.</param>
    /// <param name="tieRule">Which class wins if several have the same number of votes.</param>
    public SavClassifier(ClassMeans means, VoteTieRule tieRule = VoteTieRule.MeanCosine)
    {
        ArgumentNullException.ThrowIfNull(means);
        Means = means;
        TieRule = tieRule;
    }

    /// <summary>The heads that vote, best first.</summary>
    public override FeatureLayout Layout => Means.Layout;

    /// <summary>Class means of the heads that vote.</summary>
    public ClassMeans Means { get; }

    /// <inheritdoc/>
    public override int ClassCount => Means.ClassCount;

    /// <inheritdoc/>
    public override int GetExampleCount(int classIndex) => Means.GetExampleCount(classIndex);

    /// <summary>Which class wins if several have the same number of votes.</summary>
    public VoteTieRule TieRule { get; }

    /// <summary>Computes the vote of each head: a class index, or -1 if the head's vector has a NaN.</summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <returns>One vote per head, best head first.</returns>
    public int[] Vote(ReadOnlySpan<float> vectors)
    {
        RequireLength(vectors);
        var votes = new int[Layout.Count];
        var cosines = new float[ClassCount];
        for (var position = 0; position < votes.Length; position++)
        {
            Means.ComputeCosines(position, Layout.Slice(vectors, position), cosines);
            votes[position] = ClassMeans.FindNearest(cosines);
        }
        return votes;
    }

    /// <summary>
    /// Computes a score per class. Scores add up to 1: each vote counts 1, half a vote is shared out by the tie rule, and the sum is
    /// normalised. A class without examples scores 0.
    /// </summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <param name="scores">Receives <see cref="ClassCount"/> values.</param>
    public override void Score(ReadOnlySpan<float> vectors, Span<float> scores)
    {
        RequireLength(vectors);
        Span<double> votes = new double[ClassCount];
        Span<double> tieBreaks = new double[ClassCount];
        var cosines = new float[ClassCount];
        for (var position = 0; position < Layout.Count; position++)
        {
            Means.ComputeCosines(position, Layout.Slice(vectors, position), cosines);
            var nearest = ClassMeans.FindNearest(cosines);
            if (nearest < 0)
                continue;
            if (TieRule == VoteTieRule.FirstVoted && votes[nearest] == 0)
                tieBreaks[nearest] = Layout.Count - position;
            votes[nearest]++;
            for (var c = 0; TieRule == VoteTieRule.MeanCosine && c < ClassCount; c++)
                tieBreaks[c] += cosines[c] / Layout.Count;
        }

        if (TieRule == VoteTieRule.MeanCosine)
            ComputeExponentials(tieBreaks);
        Normalise(tieBreaks);
        var total = TensorPrimitives.Sum<double>(votes) + TieBreakWeight;
        for (var c = 0; c < ClassCount; c++)
            scores[c] = (float)((votes[c] + (TieBreakWeight * tieBreaks[c])) / total);
    }

    /// <summary>Computes the vote of each head as a share of the scores. What is missing from the scores is the share of the tie rule.</summary>
    /// <param name="vectors">Vectors of one example, as <see cref="Layout"/> orders them.</param>
    /// <returns>[heads][classes]</returns>
    public override float[][] ComputeContributions(ReadOnlySpan<float> vectors)
    {
        var votes = Vote(vectors);
        var share = (float)(1 / (votes.Count(vote => vote >= 0) + TieBreakWeight));
        return Array.ConvertAll(votes, vote =>
        {
            var shares = new float[ClassCount];
            if (vote >= 0)
                shares[vote] = share;
            return shares;
        });
    }

    private protected override FeatureClassifier Truncate(int count) => new SavClassifier(Means.Subset([.. Enumerable.Range(0, count)]), TieRule);

    private void ComputeExponentials(Span<double> meanCosines)
    {
        // Cosines are at most 1: subtracting 1 keeps the exponential from overflowing.
        for (var c = 0; c < ClassCount; c++)
            meanCosines[c] = double.IsNaN(meanCosines[c]) || Means.GetExampleCount(c) == 0 ? 0 : Math.Exp((meanCosines[c] - 1) / Temperature);
    }

    private static void Normalise(Span<double> shares)
    {
        var sum = TensorPrimitives.Sum<double>(shares);
        if (sum > 0)
            TensorPrimitives.Divide(shares, sum, shares);
    }
}
