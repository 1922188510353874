using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Tests.LinearAlgebra;

public class EigenDecompositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 20)]
    [InlineData(40, 10)] // most eigenvalues are equal
    public void Create_PositiveDefiniteMatrix_GivesItsEigenvectors(int size, int rank)
    {
        var random = new Random(1);
        var factors = new Matrix(rank, size);
        foreach (ref var value in factors.Values)
            value = random.NextDouble() - 0.5;
        var matrix = factors.ComputeGram(); // lower triangle
        for (var i = 0; i < size; i++)
            matrix[i, i] += 0.01;

        var (values, vectors) = EigenDecomposition.Create(matrix);

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                Enumerable.Range(0, size).Sum(k => values[k] * vectors[k, i] * vectors[k, j]).Should().BeApproximately(matrix[i, j], 1e-12);
                Enumerable.Range(0, size).Sum(k => vectors[i, k] * vectors[j, k]).Should().BeApproximately(i == j ? 1 : 0, 1e-12);
            }
        }
    }
}
