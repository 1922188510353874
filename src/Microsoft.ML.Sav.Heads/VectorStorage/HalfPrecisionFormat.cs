using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Heads.VectorStorage;

/// <summary>
/// The head vectors of one example in 2 bytes per value: an exponent per head, then all values divided by 2 to the power of their head's
/// exponent. Exponents bring the greatest magnitude per head to [1, 2): no finite value exceeds half precision (65,504), and values keep
/// 11 bits relative to the greatest of their head.
/// </summary>
internal sealed class HalfPrecisionFormat(FeatureLayout layout)
{
    private const int ValueBytes = 2;

    // Beyond these, the scale or its inverse is not a normal float.
    private const int MaxExponent = 126;

    private readonly int _greatestSize = layout.Max(head => head.Size);

    /// <summary>Number of bytes per example.</summary>
    public int ByteCount { get; } = checked(ValueBytes * (layout.Count + layout.VectorLength));

    /// <summary>Encodes the vectors of one example.</summary>
    /// <param name="vectors">The floats of all heads.</param>
    /// <param name="destination">Receives <see cref="ByteCount"/> bytes.</param>
    public void Encode(ReadOnlySpan<float> vectors, Span<byte> destination)
    {
        var exponents = MemoryMarshal.Cast<byte, short>(destination)[..layout.Count];
        var values = MemoryMarshal.Cast<byte, Half>(destination)[layout.Count..];
        var scaled = new float[_greatestSize];
        for (var position = 0; position < layout.Count; position++)
        {
            var vector = layout.Slice(vectors, position);
            exponents[position] = ComputeExponent(TensorPrimitives.MaxMagnitude(vector));
            TensorPrimitives.Multiply(vector, MathF.ScaleB(1, -exponents[position]), scaled);
            TensorPrimitives.ConvertToHalf(scaled.AsSpan(0, vector.Length), values[layout.GetOffset(position)..]);
        }
    }

    /// <summary>Decodes the vectors of neighbouring heads, one after the other.</summary>
    /// <param name="example">The bytes of one example.</param>
    /// <param name="heads">Positions of the heads in the layout.</param>
    /// <param name="destination">Receives the floats.</param>
    /// <returns>Number of floats.</returns>
    public int Decode(ReadOnlySpan<byte> example, Range heads, Span<float> destination)
    {
        var exponents = MemoryMarshal.Cast<byte, short>(example)[..layout.Count];
        var values = MemoryMarshal.Cast<byte, Half>(example)[layout.Count..];
        var length = 0;
        for (var position = heads.Start.Value; position < heads.End.Value; position++)
        {
            var size = layout[position].Size;
            var vector = destination.Slice(length, size);
            TensorPrimitives.ConvertToSingle(values.Slice(layout.GetOffset(position), size), vector);
            TensorPrimitives.Multiply(vector, MathF.ScaleB(1, exponents[position]), vector);
            length += size;
        }
        return length;
    }

    private static short ComputeExponent(float magnitude) =>
        magnitude == 0 || !float.IsFinite(magnitude) ? (short)0 : (short)Math.Clamp(MathF.ILogB(magnitude), -MaxExponent, MaxExponent);
}
