using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Ranks features without classes, for one example per class: by how much the similarities that a feature sees between the examples agree
/// with those that all features see on average (cosine of the centred matrices of inner products, as in centred kernel alignment).
/// </summary>
internal static class ConsensusRanking
{
    // Features whose matrices are in memory at the same time.
    private const int BlockLength = 16;

    /// <summary>Selects the features that agree best, among equals the first.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="positions">Informative features.</param>
    /// <param name="count">Number of features to select.</param>
    /// <param name="parallel">How to run on several threads.</param>
    /// <returns>Position and agreement of each, best first.</returns>
    public static (int Position, double Score)[] SelectBest(ILabelledExamples examples, int[] positions, int count, ParallelOptions parallel)
    {
        if (positions.Length == 1)
            return [(positions[0], 1)];
        // Blocks are added in order, so the result does not depend on the number of threads.
        var consensus = new double[checked(examples.Count * examples.Count)];
        foreach (var block in positions.Chunk(BlockLength))
        {
            var similarities = new double[block.Length][];
            Parallel.For(0, block.Length, parallel, i => similarities[i] = ComputeSimilarities(examples, block[i]));
            foreach (var matrix in similarities)
                TensorPrimitives.Add(consensus, matrix, consensus);
        }
        var norm = TensorPrimitives.Norm<double>(consensus);
        var scores = new double[positions.Length];
        Parallel.For(0, positions.Length, parallel, i =>
            scores[i] = TensorPrimitives.Dot<double>(consensus, ComputeSimilarities(examples, positions[i])) / norm);
        return [.. positions.Zip(scores).OrderByDescending(feature => feature.Second).Take(count)];
    }

    // Inner products of centred vectors, [examples, examples], with norm 1.
    private static double[] ComputeSimilarities(ILabelledExamples examples, int position)
    {
        var vectors = new FeatureVectors(examples.ReadFeature(position), examples.Layout[position].Size).Vectors;
        var similarities = new Matrix(vectors.RowCount, vectors.RowCount);
        for (var i = 0; i < vectors.RowCount; i++)
        {
            for (var j = 0; j <= i; j++)
                similarities[j, i] = similarities[i, j] = TensorPrimitives.Dot<double>(vectors.GetRow(i), vectors.GetRow(j));
        }
        var values = similarities.Values.ToArray();
        TensorPrimitives.Divide(values, TensorPrimitives.Norm<double>(values), values);
        return values;
    }
}
