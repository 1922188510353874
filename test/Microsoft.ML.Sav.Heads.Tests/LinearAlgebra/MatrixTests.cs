using Microsoft.ML.Sav.Heads.LinearAlgebra;

namespace Microsoft.ML.Sav.Heads.Tests.LinearAlgebra;

public class MatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 20)]
    [InlineData(4, 64)]
    [InlineData(9, 3)]
    [InlineData(11, 69)]
    public void Multiply_AnySize_EqualsSumsOfProducts(int rows, int columns)
    {
        var random = new Random(rows);
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < matrix.Values.Length; i++)
            matrix.Values[i] = random.NextDouble() - 0.5;
        double[] vector = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble() - 0.5)];
        var products = new double[rows];

        matrix.Multiply(vector, products);

        var expected = Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, columns).Sum(column => matrix[row, column] * vector[column]));
        products.Should().Equal(expected, (actual, exact) => Math.Abs(actual - exact) <= 1e-14);
    }

    [Fact]
    public void Multiply_VectorOfAnotherLength_Throws() =>
        FluentActions.Invoking(() => new Matrix(2, 3).Multiply(new double[4], new double[2])).Should().Throw<ArgumentOutOfRangeException>();
}
