using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Tests.LinearAlgebra;

public class CholeskyFactorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void SolveLowerAndUpper_RandomMatrix_ReturnTheSolution(int size)
    {
        var random = new Random(size);
        var root = CreateMatrix(size, (_, _) => random.NextDouble() - 0.5);
        var matrix = CreateMatrix(size, (row, column) => Dot(root.GetRow(row), root.GetRow(column)) + (row == column ? 0.1 : 0));
        var expected = Enumerable.Range(0, size).Select(_ => random.NextDouble()).ToArray();
        var vector = Enumerable.Range(0, size).Select(row => Dot(matrix.GetRow(row), expected)).ToArray();

        var factor = CholeskyFactor.Create(matrix);
        factor.SolveLower(vector);
        factor.SolveUpper(vector);

        vector.Should().Equal(expected, (actual, value) => Math.Abs(actual - value) < 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Create_MatrixThatIsNotPositiveDefinite_Throws(double pivot) =>
        FluentActions.Invoking(() => CholeskyFactor.Create(CreateMatrix(2, (row, column) => row != column ? 0 : row == 0 ? 1 : pivot)))
            .Should().Throw<ArgumentException>().WithMessage("*positive definite*row 1*");

    private static Matrix CreateMatrix(int size, Func<int, int, double> getValue)
    {
        var matrix = new Matrix(size, size);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
                matrix[row, column] = getValue(row, column);
        }
        return matrix;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }
}
