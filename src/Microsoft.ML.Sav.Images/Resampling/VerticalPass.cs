using System.Runtime.Intrinsics;

namespace Microsoft.ML.Sav.Images.Resampling;

/// <summary>Computes output rows as weighted sums of input rows, 16 bytes at a time.</summary>
internal static class VerticalPass
{
    private static readonly int Block = Vector128<byte>.Count;

    /// <param name="source">[rows, stride], starting with the image's row <paramref name="firstRow"/>.</param>
    /// <param name="firstRow">Position of the first source row in the image.</param>
    /// <param name="destination">[outputs, stride]</param>
    /// <param name="stride">Bytes per row.</param>
    /// <param name="kernel">Weights from input rows to output rows.</param>
    public static void Run(ReadOnlySpan<byte> source, int firstRow, Span<byte> destination, int stride, ResampleKernel kernel)
    {
        for (var y = 0; y * stride < destination.Length; y++)
        {
            var rows = source[((kernel.Start(y) - firstRow) * stride)..];
            var weights = kernel.Weights(y);
            var output = destination.Slice(y * stride, stride);
            var x = 0;
            for (; x <= stride - Block; x += Block)
                SumBlock(rows[x..], stride, weights).CopyTo(output[x..]);
            for (; x < stride; x++)
                output[x] = SumByte(rows[x..], stride, weights);
        }
    }

    private static Vector128<byte> SumBlock(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights)
    {
        var rounding = Vector128.Create(ResampleKernel.Rounding);
        var (sum0, sum1, sum2, sum3) = (rounding, rounding, rounding, rounding);
        for (var i = 0; i < weights.Length; i++)
        {
            var (lower, upper) = Vector128.Widen(Vector128.Create(rows[(i * stride)..]));
            var (bytes0, bytes1) = Vector128.Widen(lower);
            var (bytes2, bytes3) = Vector128.Widen(upper);
            var weight = weights[i];
            sum0 += bytes0.AsInt32() * weight;
            sum1 += bytes1.AsInt32() * weight;
            sum2 += bytes2.AsInt32() * weight;
            sum3 += bytes3.AsInt32() * weight;
        }
        return Vector128.Narrow(Vector128.Narrow(ToByteRange(sum0), ToByteRange(sum1)), Vector128.Narrow(ToByteRange(sum2), ToByteRange(sum3)));
    }

    private static Vector128<uint> ToByteRange(Vector128<int> sum) =>
        Vector128.Clamp(sum >> ResampleKernel.PrecisionBits, Vector128<int>.Zero, Vector128.Create(255)).AsUInt32();

    private static byte SumByte(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights)
    {
        var sum = ResampleKernel.Rounding;
        for (var i = 0; i < weights.Length; i++)
            sum += rows[i * stride] * weights[i];
        return (byte)Math.Clamp(sum >> ResampleKernel.PrecisionBits, 0, 255);
    }
}
