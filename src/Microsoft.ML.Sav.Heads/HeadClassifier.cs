using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// A Sparse Attention Vectors classifier: each kept head votes for the class whose mean is nearest by cosine, and the class with most
/// votes wins (arXiv 2412.00142, section 3). Immutable and safe to use from many threads.
/// </summary>
public sealed class HeadClassifier
{
    /// <summary>Temperature of the mean cosines' softmax that settles ties; the value of CALM (arXiv 2602.07077).</summary>
    public const double Temperature = 0.07;

    /// <summary>What the shares that settle ties add up to, in votes; less than one vote.</summary>
    public const double TieBreakWeight = 0.5;

    private readonly ClassMeans _means;

    /// <summary>Creates a classifier.</summary>
    /// <param name="means">Class means of the kept heads, best head first.</param>
    /// <param name="tieRule">Which class wins among those with equal votes.</param>
    public HeadClassifier(ClassMeans means, VoteTieRule tieRule = VoteTieRule.MeanCosine)
    {
        ArgumentNullException.ThrowIfNull(means);
        _means = means;
        TieRule = tieRule;
    }

    /// <summary>The kept heads, best first.</summary>
    public HeadLayout Layout => _means.Layout;

    /// <summary>Class means of the kept heads.</summary>
    public ClassMeans Means => _means;

    /// <summary>Number of classes.</summary>
    public int ClassCount => _means.ClassCount;

    /// <summary>Which class wins among those with equal votes.</summary>
    public VoteTieRule TieRule { get; }

    /// <summary>
    /// The class each kept head votes for, best head first; -1 where a head has no vote because its vector is not a number.
    /// </summary>
    /// <param name="vectors">Vectors of the kept heads, in the order of <see cref="Layout"/>.</param>
    public int[] Votes(ReadOnlySpan<float> vectors)
    {
        var votes = new int[Layout.Count];
        var cosines = new float[ClassCount];
        for (var position = 0; position < votes.Length; position++)
        {
            _means.Cosines(position, Layout.Slice(vectors, position), cosines);
            votes[position] = ClassMeans.Nearest(cosines);
        }
        return votes;
    }

    /// <summary>
    /// Scores of the classes, which add up to 1: the votes, and beside them half a vote that is shared out by the tie rule, so that the
    /// greatest score is always the predicted class's. Classes without examples score 0.
    /// </summary>
    /// <param name="vectors">Vectors of the kept heads, in the order of <see cref="Layout"/>.</param>
    /// <param name="scores">Receives <see cref="ClassCount"/> values.</param>
    public void Score(ReadOnlySpan<float> vectors, Span<float> scores)
    {
        if (vectors.Length != Layout.VectorLength)
            throw new ArgumentException($"The kept heads have {Layout.VectorLength} floats, found {vectors.Length}.", nameof(vectors));

        Span<double> votes = new double[ClassCount];
        Span<double> tieBreaks = new double[ClassCount];
        var cosines = new float[ClassCount];
        for (var position = 0; position < Layout.Count; position++)
        {
            _means.Cosines(position, Layout.Slice(vectors, position), cosines);
            var nearest = ClassMeans.Nearest(cosines);
            if (nearest < 0)
                continue;
            if (TieRule == VoteTieRule.FirstVoted && votes[nearest] == 0)
                tieBreaks[nearest] = Layout.Count - position;
            votes[nearest]++;
            for (var c = 0; TieRule == VoteTieRule.MeanCosine && c < ClassCount; c++)
                tieBreaks[c] += cosines[c] / Layout.Count;
        }

        if (TieRule == VoteTieRule.MeanCosine)
            Softmax(tieBreaks);
        Normalise(tieBreaks);
        var total = TensorPrimitives.Sum<double>(votes) + TieBreakWeight;
        for (var c = 0; c < ClassCount; c++)
            scores[c] = (float)((votes[c] + (TieBreakWeight * tieBreaks[c])) / total);
    }

    private void Softmax(Span<double> meanCosines)
    {
        for (var c = 0; c < ClassCount; c++)
        {
            // cosines are at most 1, which keeps the exponent from overflowing
            meanCosines[c] = double.IsNaN(meanCosines[c]) || _means.CountOf(c) == 0 ? 0 : Math.Exp((meanCosines[c] - 1) / Temperature);
        }
    }

    private static void Normalise(Span<double> shares)
    {
        var sum = TensorPrimitives.Sum<double>(shares);
        if (sum > 0)
            TensorPrimitives.Divide(shares, sum, shares);
    }
}
