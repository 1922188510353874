using FsCheck;
using FsCheck.Xunit;

namespace Microsoft.ML.Sav.Heads.Tests;

public class MatrixProductTests
{
    [Property]
    public void Multiply_AnyShape_GivesAllDotProducts(int seed, byte rows, byte columns, byte length)
    {
        var random = new Random(seed);
        var (left, right) = (Matrix(rows % 20 + 1), Matrix(columns % 40 + 1));
        var panels = new float[MatrixProduct.PaddedColumns(right.Length) * left[0].Length];
        foreach (var (column, row) in right.Index())
            MatrixProduct.Pack(row, column, panels);
        var paddedRows = MatrixProduct.PaddedRows(left.Length);
        var flat = new float[paddedRows * left[0].Length];
        left.SelectMany(row => row).ToArray().CopyTo(flat, 0);
        var products = new float[paddedRows * MatrixProduct.PaddedColumns(right.Length)];

        MatrixProduct.Multiply(flat, panels, products, left[0].Length);

        foreach (var (i, row) in products.Chunk(MatrixProduct.PaddedColumns(right.Length)).Take(left.Length).Index())
            row.Take(right.Length).Should().Equal(right.Select(other => Dot(left[i], other)), (actual, exact) => MathF.Abs(actual - exact) < 1e-4f);

        float[][] Matrix(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length + 1).Select(_ => random.NextSingle() - 0.5f).ToArray())];
    }

    private static float Dot(float[] left, float[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
