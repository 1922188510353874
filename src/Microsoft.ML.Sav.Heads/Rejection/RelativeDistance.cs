using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Rejection;

/// <summary>
/// How much farther one feature's vector is from the nearest class than from the examples as a whole: the squared Mahalanobis distance from
/// the nearest class mean, under the covariance within classes, minus that from the mean of all examples, under the covariance of all
/// (relative Mahalanobis distance, arXiv 2106.09022), on vectors of length 1 (arXiv 2505.18032). Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Both distances are quadratic, so for y, the coordinates of the centred vector in the space of the examples, and r, its squared distance
/// from that space: min_c (offset_c - 2 direction_c'y) + y'Qy + residual factor * r. Few long vectors span a small space, which keeps this small.
/// </remarks>
internal sealed class RelativeDistance
{
    /// <param name="mean">Mean of all examples' vectors of length 1. [size]</param>
    /// <param name="basis">Orthonormal basis of the space of the examples, [dimensions, size]; <see langword="null"/> if they span all dimensions.</param>
    /// <param name="curvature">Q, symmetric. [dimensions, dimensions]</param>
    /// <param name="directions">[classes, dimensions]</param>
    /// <param name="offsets">[classes]</param>
    /// <param name="residualFactor">Factor of the squared distance from the space of the examples.</param>
    public RelativeDistance(float[] mean, float[]? basis, float[] curvature, float[] directions, float[] offsets, float residualFactor)
    {
        Mean = mean;
        Offsets = offsets;
        ResidualFactor = residualFactor;
        Dimensions = directions.Length / offsets.Length;
        Basis = basis is null ? null : Matrix.From(basis, mean.Length);
        Curvature = Matrix.From(curvature, Dimensions);
        Directions = Matrix.From(directions, Dimensions);
    }

    public float[] Mean { get; }

    public Matrix? Basis { get; }

    public Matrix Curvature { get; }

    public Matrix Directions { get; }

    public float[] Offsets { get; }

    public float ResidualFactor { get; }

    /// <summary>Number of dimensions of the space of the examples.</summary>
    public int Dimensions { get; }

    /// <summary>Whether no value is NaN or infinite.</summary>
    public bool IsFinite() => float.IsFinite(ResidualFactor) && TensorPrimitives.IsFiniteAll<float>(Mean) && TensorPrimitives.IsFiniteAll<float>(Offsets)
        && (Basis is null || TensorPrimitives.IsFiniteAll<double>(Basis.Values)) // which says no to no values
        && TensorPrimitives.IsFiniteAll<double>(Curvature.Values) && TensorPrimitives.IsFiniteAll<double>(Directions.Values);

    /// <summary>Computes the distance of a vector of any length.</summary>
    public double Compute(ReadOnlySpan<float> vector)
    {
        var buffer = ArrayPool<double>.Shared.Rent(vector.Length + (2 * Dimensions));
        var centred = buffer.AsSpan(0, vector.Length);
        TensorPrimitives.ConvertChecked(vector, centred);
        var length = TensorPrimitives.Norm<double>(centred);
        for (var i = 0; i < centred.Length; i++)
            centred[i] = (length == 0 ? 0 : centred[i] / length) - Mean[i];
        var coordinates = centred;
        var distance = 0.0;
        if (Basis is not null)
        {
            coordinates = buffer.AsSpan(vector.Length, Dimensions);
            Basis.Multiply(centred, coordinates);
            distance = ResidualFactor * (TensorPrimitives.SumOfSquares<double>(centred) - TensorPrimitives.SumOfSquares<double>(coordinates));
        }
        var products = buffer.AsSpan(vector.Length + Dimensions, Dimensions);
        Curvature.Multiply(coordinates, products);
        distance += TensorPrimitives.Dot<double>(products, coordinates);
        var nearest = double.PositiveInfinity;
        for (var c = 0; c < Offsets.Length; c++)
            nearest = Math.Min(nearest, Offsets[c] - (2 * TensorPrimitives.Dot<double>(Directions.GetRow(c), coordinates)));
        ArrayPool<double>.Shared.Return(buffer);
        return distance + nearest;
    }
}
