using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Sav.Images.Resampling;

/// <summary>Resamples within rows. The three channels of a pixel are summed in one vector.</summary>
internal static class HorizontalPass
{
    /// <param name="source">[rows, sourceWidth, 3]</param>
    /// <param name="sourceWidth">Pixels per source row.</param>
    /// <param name="destination">[rows, width, 3]</param>
    /// <param name="width">Pixels per destination row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="kernel">Weights from sourceWidth to width.</param>
    public static void Run(ReadOnlySpan<byte> source, int sourceWidth, Span<byte> destination, int width, int rows, ResampleKernel kernel)
    {
        var sourceStride = sourceWidth * RgbImage.Channels;
        var stride = width * RgbImage.Channels;
        // One byte longer: pixels are loaded four bytes at a time.
        var buffer = ArrayPool<byte>.Shared.Rent(sourceStride + 1);
        var row = buffer.AsSpan(0, sourceStride + 1);
        for (var y = 0; y < rows; y++)
        {
            source.Slice(y * sourceStride, sourceStride).CopyTo(row);
            RunRow(row, destination.Slice(y * stride, stride), kernel);
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static void RunRow(ReadOnlySpan<byte> source, Span<byte> destination, ResampleKernel kernel)
    {
        for (var x = 0; x * RgbImage.Channels < destination.Length; x++)
        {
            var weights = kernel.Weights(x);
            var pixels = source[(kernel.Start(x) * RgbImage.Channels)..];
            var sum = Vector128.Create(ResampleKernel.Rounding); // [red, green, blue, unused]
            for (var i = 0; i < weights.Length; i++)
                sum += LoadPixel(pixels[(i * RgbImage.Channels)..]) * weights[i];
            sum = Vector128.Clamp(sum >> ResampleKernel.PrecisionBits, Vector128<int>.Zero, Vector128.Create(255));
            var pixel = destination.Slice(x * RgbImage.Channels, RgbImage.Channels);
            (pixel[0], pixel[1], pixel[2]) = ((byte)sum[0], (byte)sum[1], (byte)sum[2]);
        }
    }

    private static Vector128<int> LoadPixel(ReadOnlySpan<byte> bytes)
    {
        var packed = Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadUInt32LittleEndian(bytes)).AsByte();
        return Vector128.WidenLower(Vector128.WidenLower(packed)).AsInt32();
    }
}
