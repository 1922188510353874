using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Ranks features with one example per class, when nothing can be left out: by how far an example is from the nearest other one on average,
/// 1 minus their cosine. Examples of different classes should differ; many heads see them almost alike.
/// </summary>
internal static class SeparationRanking
{
    /// <summary>Selects the features that separate the examples best, among equals the first.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="positions">Informative features.</param>
    /// <param name="count">Number of features to select.</param>
    /// <param name="parallel">How to run on several threads.</param>
    /// <returns>Position and separation of each, best first.</returns>
    public static (int Position, double Score)[] SelectBest(ILabelledExamples examples, int[] positions, int count, ParallelOptions parallel)
    {
        var scores = new double[positions.Length];
        Parallel.For(0, positions.Length, parallel, i =>
            scores[i] = ComputeSeparation(new FeatureVectors(examples.ReadFeature(positions[i]), examples.Layout[positions[i]].Size).Vectors));
        return [.. positions.Zip(scores).OrderByDescending(feature => feature.Second).Take(count)];
    }

    // Half the squared distance of vectors of length 1 is 1 minus their cosine; centring does not change it.
    private static double ComputeSeparation(Matrix vectors)
    {
        var nearest = new double[vectors.RowCount];
        Array.Fill(nearest, double.PositiveInfinity);
        for (var i = 0; i < vectors.RowCount; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var distance = TensorPrimitives.Distance<double>(vectors.GetRow(i), vectors.GetRow(j));
                nearest[i] = Math.Min(nearest[i], 0.5 * distance * distance);
                nearest[j] = Math.Min(nearest[j], 0.5 * distance * distance);
            }
        }
        return nearest.Average();
    }
}
