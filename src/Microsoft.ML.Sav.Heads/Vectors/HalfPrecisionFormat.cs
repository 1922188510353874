using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Heads.Vectors;

/// <summary>
/// The head vectors of one example in 2 bytes a value: a power of two for each head, then the values divided by their head's. The powers
/// bring the greatest magnitude of each head between 1 and 2, so that no finite value is too great for half precision (65,504) and
/// values keep 11 bits beside the greatest of their head.
/// </summary>
internal sealed class HalfPrecisionFormat(HeadLayout layout)
{
    private const int ValueBytes = 2;

    // beyond these, the power or its inverse is no normal number
    private const int MaxExponent = 126;

    private readonly int _greatestSize = layout.Heads.Max(head => head.Size);

    /// <summary>Bytes of an example.</summary>
    public int Length { get; } = checked(ValueBytes * (layout.Count + layout.VectorLength));

    /// <summary>Writes an example's vectors.</summary>
    public void Encode(ReadOnlySpan<float> vectors, Span<byte> destination)
    {
        var exponents = Exponents(destination);
        var values = Values(destination);
        var scaled = new float[_greatestSize];
        for (var position = 0; position < layout.Count; position++)
        {
            var vector = layout.Slice(vectors, position);
            exponents[position] = ExponentOf(TensorPrimitives.MaxMagnitude(vector));
            TensorPrimitives.Multiply(vector, MathF.ScaleB(1, -exponents[position]), scaled);
            TensorPrimitives.ConvertToHalf(scaled.AsSpan(0, vector.Length), values[layout.OffsetOf(position)..]);
        }
    }

    /// <summary>Reads the vectors of consecutive heads of an example, side by side, and returns their length.</summary>
    public int Decode(ReadOnlySpan<byte> example, Range heads, Span<float> destination)
    {
        var length = 0;
        for (var position = heads.Start.Value; position < heads.End.Value; position++)
        {
            var values = MemoryMarshal.Cast<byte, Half>(example).Slice(layout.Count + layout.OffsetOf(position), layout[position].Size);
            var vector = destination.Slice(length, values.Length);
            TensorPrimitives.ConvertToSingle(values, vector);
            TensorPrimitives.Multiply(vector, MathF.ScaleB(1, MemoryMarshal.Cast<byte, short>(example)[position]), vector);
            length += values.Length;
        }
        return length;
    }

    private static short ExponentOf(float magnitude) =>
        magnitude == 0 || !float.IsFinite(magnitude) ? (short)0 : (short)Math.Clamp(MathF.ILogB(magnitude), -MaxExponent, MaxExponent);

    private Span<short> Exponents(Span<byte> example) => MemoryMarshal.Cast<byte, short>(example)[..layout.Count];

    private Span<Half> Values(Span<byte> example) => MemoryMarshal.Cast<byte, Half>(example)[layout.Count..];
}
