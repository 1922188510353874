using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Heads;

/// <summary>The product of a matrix with the transpose of another, in tiles that fit the processor's vector registers.</summary>
internal static class MatrixProduct
{
    // 4 x 3 sums, and the 4 + 3 vectors they are made from, use most of 16 registers
    private const int TileRows = 4;
    private const int TileColumns = 3;

    /// <summary>Dot products of every row of one matrix with every row of another.</summary>
    /// <param name="left">[rows, length]</param>
    /// <param name="right">[columns, length]</param>
    /// <param name="products">Receives [rows, columns].</param>
    /// <param name="length">Length of a row.</param>
    public static void MultiplyTransposed(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> products, int length)
    {
        var rows = left.Length / length;
        var columns = right.Length / length;
        for (var column = 0; column < columns; column += TileColumns)
        {
            for (var row = 0; row < rows; row += TileRows)
            {
                if (row + TileRows <= rows && column + TileColumns <= columns)
                    MultiplyTile(left[(row * length)..], right[(column * length)..], products[((row * columns) + column)..], length, columns);
                else
                    MultiplyEdge(left, right, products, length, row, Math.Min(row + TileRows, rows), column, Math.Min(column + TileColumns, columns));
            }
        }
    }

    private static void MultiplyEdge(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> products, int length, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        var columns = right.Length / length;
        for (var row = firstRow; row < endRow; row++)
        {
            for (var column = firstColumn; column < endColumn; column++)
                products[(row * columns) + column] = TensorPrimitives.Dot(left.Slice(row * length, length), right.Slice(column * length, length));
        }
    }

    private static void MultiplyTile(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> products, int length, int columns)
    {
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        Vector<float> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector<float> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var b0 = Load(ref b, i);
            var b1 = Load(ref b, i + length);
            var b2 = Load(ref b, i + (2 * length));
            var a0 = Load(ref a, i);
            s00 = Vector.FusedMultiplyAdd(a0, b0, s00);
            s01 = Vector.FusedMultiplyAdd(a0, b1, s01);
            s02 = Vector.FusedMultiplyAdd(a0, b2, s02);
            var a1 = Load(ref a, i + length);
            s10 = Vector.FusedMultiplyAdd(a1, b0, s10);
            s11 = Vector.FusedMultiplyAdd(a1, b1, s11);
            s12 = Vector.FusedMultiplyAdd(a1, b2, s12);
            var a2 = Load(ref a, i + (2 * length));
            s20 = Vector.FusedMultiplyAdd(a2, b0, s20);
            s21 = Vector.FusedMultiplyAdd(a2, b1, s21);
            s22 = Vector.FusedMultiplyAdd(a2, b2, s22);
            var a3 = Load(ref a, i + (3 * length));
            s30 = Vector.FusedMultiplyAdd(a3, b0, s30);
            s31 = Vector.FusedMultiplyAdd(a3, b1, s31);
            s32 = Vector.FusedMultiplyAdd(a3, b2, s32);
        }

        ReadOnlySpan<float> sums =
        [
            Vector.Sum(s00), Vector.Sum(s01), Vector.Sum(s02), Vector.Sum(s10), Vector.Sum(s11), Vector.Sum(s12),
            Vector.Sum(s20), Vector.Sum(s21), Vector.Sum(s22), Vector.Sum(s30), Vector.Sum(s31), Vector.Sum(s32),
        ];
        for (var row = 0; row < TileRows; row++)
        {
            for (var column = 0; column < TileColumns; column++)
            {
                var sum = sums[(row * TileColumns) + column];
                for (var rest = i; rest < length; rest++)
                    sum += left[(row * length) + rest] * right[(column * length) + rest];
                products[(row * columns) + column] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float start, int offset) => Vector.LoadUnsafe(ref start, (nuint)offset);
}
