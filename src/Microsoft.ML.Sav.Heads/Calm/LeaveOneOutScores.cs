namespace Microsoft.ML.Sav.Heads.Calm;

/// <summary>
/// Scores of training examples, each left out of the mean of its class and of the reliabilities that its class is weighted by. It stays in
/// the means that the reliabilities of other examples are computed with.
/// </summary>
internal static class LeaveOneOutScores
{
    /// <summary>Computes the scores.</summary>
    /// <param name="heldOut">Probabilities of the training examples.</param>
    /// <param name="reliability">Reliability of the heads.</param>
    /// <param name="weights">[classes][heads]</param>
    /// <param name="options">What the weights were computed with.</param>
    /// <returns>[examples][classes]; empty for an example that is the only one of its class.</returns>
    public static float[][] Compute(HeldOutProbabilities heldOut, Reliability reliability, float[][] weights, CalmOptions options)
    {
        var examples = heldOut.Examples;
        var scores = new float[examples.Count][];
        var ownWeights = new float[examples.Count][];
        Parallel.For(0, scores.Length, example =>
        {
            scores[example] = heldOut.CanHoldOut(example) ? new float[examples.ClassCount] : [];
            ownWeights[example] = heldOut.CanHoldOut(example) ? reliability.ComputeWeightsWithout(example, options) : [];
        });
        // Head by head, so that each example's scores are summed in one order whatever the number of threads.
        for (var position = 0; position < heldOut.Means.Layout.Count; position++)
        {
            var vectors = examples.ReadFeature(position);
            Parallel.For(0, scores.Length, () => new double[examples.ClassCount], (example, _, probabilities) =>
            {
                if (heldOut.CanHoldOut(example) && heldOut.TryCompute(position, vectors, example, probabilities))
                    Add(scores[example], probabilities, examples.GetClass(example), ownWeights[example], position);
                return probabilities;
            }, _ => { });
        }
        foreach (var row in scores)
            Normalise(row);
        return scores;

        void Add(float[] row, double[] probabilities, int own, float[] weightsOfOwn, int position)
        {
            for (var c = 0; c < row.Length; c++)
                row[c] += (float)(probabilities[c] * (c == own ? weightsOfOwn : weights[c])[position]);
        }
    }

    private static void Normalise(float[] row)
    {
        var total = row.Sum();
        for (var c = 0; c < row.Length && total > 0; c++)
            row[c] /= total;
    }
}
