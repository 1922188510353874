using FsCheck.Xunit;
using Microsoft.ML.Sav.Heads.Scoring;

namespace Microsoft.ML.Sav.Heads.Tests.Scoring;

public class PackedMatrixMultiplicationTests
{
    private const int RowCount = PackedMatrixMultiplication.RowCount;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    public void PadColumnCount_AnyCount_RoundsUpToWholePanels(int columns, int expected) =>
        PackedMatrixMultiplication.PadColumnCount(columns).Should().Be(expected);

    [Property]
    public void Multiply_AnyShape_GivesAllDotProducts(int seed, byte columns, byte length, byte start)
    {
        var random = new Random(seed);
        var (left, right) = (CreateMatrix(RowCount), CreateMatrix((columns % 40) + 1));
        var paddedColumns = PackedMatrixMultiplication.PadColumnCount(right.Length);
        var panels = new float[paddedColumns * left[0].Length];
        foreach (var (column, row) in right.Index())
            PackedMatrixMultiplication.Pack(row, column, panels);
        var products = new float[RowCount * paddedColumns];
        var rows = Array.ConvertAll(left, row => new ArraySegment<float>([.. new float[start], .. row]));

        PackedMatrixMultiplication.Multiply(rows, start, panels, products, left[0].Length);

        var actual = products.Chunk(paddedColumns).SelectMany(row => row[..right.Length]);
        var expected = left.SelectMany(row => right.Select(other => ComputeDotProduct(row, other)));
        actual.Should().Equal(expected, (value, exact) => MathF.Abs(value - exact) < 1e-4f);

        float[][] CreateMatrix(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length + 1).Select(_ => random.NextSingle() - 0.5f).ToArray())];
    }

    [Fact]
    public void Multiply_OtherNumberOfRows_Throws() => Multiply(RowCount - 1, 16, RowCount * 16).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Multiply_PanelsNotWhole_Throws() => Multiply(RowCount, 15, RowCount * 16).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Multiply_ProductsTooShort_Throws() => Multiply(RowCount, 16, (RowCount * 16) - 1).Should().Throw<ArgumentOutOfRangeException>();

    private static Action Multiply(int rows, int columns, int products) => () => PackedMatrixMultiplication.Multiply(
        [.. Enumerable.Range(0, rows).Select(_ => new ArraySegment<float>(new float[2]))], 0, new float[2 * columns], new float[products], 2);

    private static float ComputeDotProduct(float[] left, float[] right) => left.Select((value, i) => value * right[i]).Sum();
}
