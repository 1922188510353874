using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>One feature of all examples: vectors of length 1 (or 0), minus their mean.</summary>
internal sealed class FeatureVectors
{
    // Squared distance from the mean per example, of vectors of length 1: less is the rounding of float.
    public const double SmallestVariance = 1e-12;

    /// <param name="values">[examples, size]</param>
    /// <param name="size">Number of values per example.</param>
    public FeatureVectors(ReadOnlySpan<float> values, int size)
    {
        Vectors = new Matrix(values.Length / size, size);
        Mean = new double[size];
        TensorPrimitives.ConvertChecked(values, Vectors.Values);
        for (var i = 0; i < Vectors.RowCount; i++)
        {
            var vector = Vectors.GetRow(i);
            var norm = TensorPrimitives.Norm<double>(vector);
            TensorPrimitives.Multiply(vector, norm > 0 ? 1 / norm : 0, vector);
            TensorPrimitives.Add(Mean, vector, Mean);
        }
        TensorPrimitives.Divide(Mean, Vectors.RowCount, Mean);
        for (var i = 0; i < Vectors.RowCount; i++)
        {
            TensorPrimitives.Subtract(Vectors.GetRow(i), Mean, Vectors.GetRow(i));
            Scatter += TensorPrimitives.SumOfSquares<double>(Vectors.GetRow(i));
        }
    }

    /// <summary>[examples, size]</summary>
    public Matrix Vectors { get; }

    /// <summary>What was subtracted.</summary>
    public double[] Mean { get; }

    /// <summary>Sum of the squared lengths of <see cref="Vectors"/>.</summary>
    public double Scatter { get; }

    /// <summary>Whether the vectors differ at all and are finite: otherwise the feature cannot tell classes apart.</summary>
    public bool IsInformative => double.IsFinite(Scatter) && Scatter > SmallestVariance * Vectors.RowCount;
}
