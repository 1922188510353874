using FsCheck;
using FsCheck.Xunit;

namespace Microsoft.ML.Sav.Heads.Tests;

public class MatrixProductTests
{
    [Property]
    public void Multiply_AnyShape_GivesAllDotProducts(int seed, byte columns, byte length, byte start)
    {
        var random = new Random(seed);
        var (left, right) = (Matrix(MatrixProduct.RowCount), Matrix(columns % 40 + 1));
        var panels = new float[MatrixProduct.PaddedColumns(right.Length) * left[0].Length];
        foreach (var (column, row) in right.Index())
            MatrixProduct.Pack(row, column, panels);
        var products = new float[MatrixProduct.RowCount * MatrixProduct.PaddedColumns(right.Length)];
        var rows = Array.ConvertAll(left, row => new ArraySegment<float>([.. new float[start], .. row]));

        MatrixProduct.Multiply(rows, start, panels, products, left[0].Length);

        foreach (var (i, row) in products.Chunk(MatrixProduct.PaddedColumns(right.Length)).Index())
            row.Take(right.Length).Should().Equal(right.Select(other => Dot(left[i], other)), (actual, exact) => MathF.Abs(actual - exact) < 1e-4f);

        float[][] Matrix(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length + 1).Select(_ => random.NextSingle() - 0.5f).ToArray())];
    }

    private static float Dot(float[] left, float[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
