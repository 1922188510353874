using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Sav.Heads.Scoring;

/// <summary>
/// Multiplies rows of a matrix with the transpose of another, which is packed into panels of columns once and used often. Sums stay in
/// vector registers, one column per lane. Optimised at once: training ends before tiered compilation would get there.
/// </summary>
internal static class PackedMatrixMultiplication
{
    /// <summary>Number of rows per multiplication.</summary>
    // Six 512-bit sums keep AVX-512 busy, and as pairs of 256 bits just fit AVX2's 16 registers.
    public const int RowCount = 6;

    private static int PanelColumns => Vector512<float>.Count;

    /// <summary>Rounds a number of columns up to whole panels.</summary>
    public static int PadColumnCount(int columns) => (columns + PanelColumns - 1) / PanelColumns * PanelColumns;

    /// <summary>Packs a row of the right matrix.</summary>
    /// <param name="row">[length]</param>
    /// <param name="column">Index of the row, which becomes a column of the product.</param>
    /// <param name="panels">[<see cref="PadColumnCount"/> / panel columns, length, panel columns]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ReadOnlySpan<float> row, int column, Span<float> panels)
    {
        var panel = panels.Slice(column / PanelColumns * PanelColumns * row.Length, PanelColumns * row.Length);
        for (var i = 0; i < row.Length; i++)
            panel[(i * PanelColumns) + (column % PanelColumns)] = row[i];
    }

    /// <summary>Computes the dot products of rows of the left matrix with every packed row.</summary>
    /// <param name="rows"><see cref="RowCount"/> rows.</param>
    /// <param name="start">Index of the first element in each row.</param>
    /// <param name="panels">The right matrix, from <see cref="Pack"/>.</param>
    /// <param name="products">Receives [<see cref="RowCount"/>, <see cref="PadColumnCount"/>].</param>
    /// <param name="length">Number of elements per row.</param>
    public static void Multiply(ArraySegment<float>[] rows, int start, ReadOnlySpan<float> panels, Span<float> products, int length)
    {
        var columns = panels.Length / length;
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, RowCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(columns, PadColumnCount(columns));
        ArgumentOutOfRangeException.ThrowIfLessThan(products.Length, RowCount * columns);
        for (var column = 0; column < columns; column += PanelColumns)
        {
            MultiplyTile(
                ref GetStart(rows[0]), ref GetStart(rows[1]), ref GetStart(rows[2]), ref GetStart(rows[3]), ref GetStart(rows[4]), ref GetStart(rows[5]),
                ref MemoryMarshal.GetReference(panels[(column * length)..]),
                ref MemoryMarshal.GetReference(products[column..]),
                length, columns);
        }

        ref float GetStart(ArraySegment<float> row) => ref MemoryMarshal.GetReference(row.AsSpan(start, length));
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
