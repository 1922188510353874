using Microsoft.ML.Sav.Heads.Hec;

namespace Microsoft.ML.Sav.Heads.Tests.Hec;

public class CholeskyFactorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void Solve_RandomMatrix_ReturnsTheSolution(int size)
    {
        var random = new Random(size);
        var root = Enumerable.Range(0, size * size).Select(_ => random.NextDouble() - 0.5).ToArray();
        var matrix = new double[size * size];
        for (var i = 0; i < matrix.Length; i++)
            matrix[i] = Dot(root.AsSpan(i / size * size, size), root.AsSpan(i % size * size, size)) + (i / size == i % size ? 0.1 : 0);
        var expected = Enumerable.Range(0, size).Select(_ => random.NextDouble()).ToArray();
        var vector = Enumerable.Range(0, size).Select(row => Dot(matrix.AsSpan(row * size, size), expected)).ToArray();

        CholeskyFactor.Compute(matrix, size).Solve(vector);

        vector.Should().Equal(expected, (actual, value) => Math.Abs(actual - value) < 1e-9);
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }
}
