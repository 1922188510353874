namespace Microsoft.ML.Sav.Heads.Calm;

/// <summary>
/// Scores of training examples, each left out of the mean of its class and of the reliabilities that its class is weighted by. It stays in
/// the means that the reliabilities of other examples are computed with.
/// </summary>
internal static class LeaveOneOutScores
{
    // Heads whose vectors are in memory at the same time.
    private const int BlockLength = 16;

    /// <summary>Computes the scores.</summary>
    /// <param name="heldOut">Probabilities of the training examples.</param>
    /// <param name="reliability">Reliability of the heads.</param>
    /// <param name="weights">[classes][heads]</param>
    /// <param name="options">What the weights were computed with.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <returns>[examples][classes]; empty for an example that is the only one of its class.</returns>
    public static float[][] Compute(HeldOutProbabilities heldOut, Reliability reliability, float[][] weights, CalmOptions options, ParallelOptions parallel)
    {
        var examples = heldOut.Examples;
        var scores = new float[examples.Count][];
        var ownWeights = new float[examples.Count][];
        Parallel.For(0, scores.Length, parallel, example =>
        {
            scores[example] = heldOut.CanHoldOut(example) ? new float[examples.ClassCount] : [];
            ownWeights[example] = heldOut.CanHoldOut(example) ? reliability.ComputeWeightsWithout(example, options) : [];
        });
        // Each example sums over the heads in their order, so the result does not depend on the number of threads.
        foreach (var block in Enumerable.Range(0, heldOut.Means.Layout.Count).Chunk(BlockLength))
        {
            var vectors = new float[block.Length][];
            Parallel.For(0, block.Length, parallel, i => vectors[i] = examples.ReadFeature(block[i]));
            Parallel.For(0, scores.Length, parallel, () => new double[examples.ClassCount], (example, _, probabilities) =>
            {
                for (var i = 0; i < block.Length && heldOut.CanHoldOut(example); i++)
                {
                    if (heldOut.TryCompute(block[i], vectors[i], example, probabilities))
                        Add(scores[example], probabilities, examples.GetClass(example), ownWeights[example], block[i]);
                }
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
