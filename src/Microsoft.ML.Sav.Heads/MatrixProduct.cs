using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Sav.Heads;

/// <summary>
/// The product of a matrix with the transpose of another, which is packed in panels of columns once and multiplied often. Sums stay in
/// the processor's vector registers, one column a lane. Compiled for speed at once, since training is over before code that was compiled in
/// haste at first is compiled again.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>Number of rows that are multiplied at a time.</summary>
    // six sums of 512 bits are enough to keep AVX-512 busy, and as pairs of 256 bits just fit AVX2's 16 registers
    public const int RowCount = 6;

    private static int PanelColumns => Vector512<float>.Count;

    /// <summary>The number of columns of the product, rounded up to whole panels.</summary>
    public static int PaddedColumns(int columns) => (columns + PanelColumns - 1) / PanelColumns * PanelColumns;

    /// <summary>Puts a row of the right matrix into its place, column <paramref name="column"/> of the product.</summary>
    /// <param name="row">[length]</param>
    /// <param name="column">Number of the row.</param>
    /// <param name="panels">[<see cref="PaddedColumns"/> / panel columns, length, panel columns]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<float> row, int column, Span<float> panels)
    {
        var panel = panels.Slice(column / PanelColumns * PanelColumns * row.Length, PanelColumns * row.Length);
        for (var i = 0; i < row.Length; i++)
            panel[(i * PanelColumns) + (column % PanelColumns)] = row[i];
    }

    /// <summary>Dot products of rows of the left matrix with every packed row.</summary>
    /// <param name="rows"><see cref="RowCount"/> rows.</param>
    /// <param name="start">Where their elements begin.</param>
    /// <param name="panels">Filled by <see cref="Pack"/>.</param>
    /// <param name="products">Receives [<see cref="RowCount"/>, <see cref="PaddedColumns"/>].</param>
    /// <param name="length">Length of a row.</param>
    public static void Multiply(ArraySegment<float>[] rows, int start, ReadOnlySpan<float> panels, Span<float> products, int length)
    {
        var columns = panels.Length / length;
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, RowCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(columns, PaddedColumns(columns));
        ArgumentOutOfRangeException.ThrowIfLessThan(products.Length, RowCount * columns);
        for (var column = 0; column < columns; column += PanelColumns)
        {
            MultiplyTile(
                ref Start(rows[0]), ref Start(rows[1]), ref Start(rows[2]), ref Start(rows[3]), ref Start(rows[4]), ref Start(rows[5]),
                ref MemoryMarshal.GetReference(panels[(column * length)..]),
                ref MemoryMarshal.GetReference(products[column..]),
                length, columns);
        }

        ref float Start(ArraySegment<float> row) => ref MemoryMarshal.GetReference(row.AsSpan(start, length));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile(
        ref float row0, ref float row1, ref float row2, ref float row3, ref float row4, ref float row5,
        ref float panel, ref float products, int length, int columns)
    {
        Vector512<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default, sum4 = default, sum5 = default;
        for (var i = 0; i < length; i++)
        {
            var right = Vector512.LoadUnsafe(ref panel, (nuint)(i * PanelColumns));
            sum0 = Vector512.FusedMultiplyAdd(Broadcast(ref row0, i), right, sum0);
            sum1 = Vector512.FusedMultiplyAdd(Broadcast(ref row1, i), right, sum1);
            sum2 = Vector512.FusedMultiplyAdd(Broadcast(ref row2, i), right, sum2);
            sum3 = Vector512.FusedMultiplyAdd(Broadcast(ref row3, i), right, sum3);
            sum4 = Vector512.FusedMultiplyAdd(Broadcast(ref row4, i), right, sum4);
            sum5 = Vector512.FusedMultiplyAdd(Broadcast(ref row5, i), right, sum5);
        }
        sum0.StoreUnsafe(ref products);
        sum1.StoreUnsafe(ref products, (nuint)columns);
        sum2.StoreUnsafe(ref products, (nuint)(2 * columns));
        sum3.StoreUnsafe(ref products, (nuint)(3 * columns));
        sum4.StoreUnsafe(ref products, (nuint)(4 * columns));
        sum5.StoreUnsafe(ref products, (nuint)(5 * columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Broadcast(ref float start, int offset) => Vector512.Create(Unsafe.Add(ref start, offset));
}
