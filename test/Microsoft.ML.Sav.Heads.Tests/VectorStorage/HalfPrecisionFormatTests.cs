using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.ML.Sav.Heads.VectorStorage;

namespace Microsoft.ML.Sav.Heads.Tests.VectorStorage;

public class HalfPrecisionFormatTests
{
    private static readonly FeatureLayout Layout = new([new Feature(0, 0, 2), new Feature(1, 0, 3)]);

    [Property]
    public Property Decode_AnyFiniteVectors_KeepsElevenBitsOfTheGreatestOfEachHead() =>
        Prop.ForAll(CreateVectors().ToArbitrary(), vectors =>
        {
            var (format, encoded) = Encode(vectors);
            for (var position = 0; position < Layout.Count; position++)
            {
                var (exact, actual) = (Layout.Slice(vectors, position).ToArray(), Decode(format, encoded, position));
                // Half of the least subnormal float is lost on the way back, too.
                var tolerance = (exact.Max(MathF.Abs) / 2048) + float.Epsilon;
                actual.Should().Equal(exact, (value, other) => MathF.Abs(value - other) <= tolerance);
            }
        });

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e-6f)]
    [InlineData(1f)]
    [InlineData(65_504f)]
    [InlineData(1e6f)]
    [InlineData(3e38f)]
    public void Decode_ValuesOfAnySize_KeepElevenBits(float size)
    {
        float[] vectors = [size, -size / 3, 0.1f, 0.2f, 0.3f];

        RoundTrip(vectors, 0).Should().Equal(vectors[..2], (actual, exact) => MathF.Abs(actual - exact) <= MathF.Abs(exact) / 2048);
    }

    [Fact]
    public void Decode_GreatAndSmallHeads_DoNotDisturbEachOther() =>
        RoundTrip([1e30f, 1e30f, 0.5f, 0.25f, -0.125f], 1).Should().Equal(0.5f, 0.25f, -0.125f);

    [Fact]
    public void Decode_SeveralHeads_ReturnsThemOneAfterTheOther()
    {
        var (format, encoded) = Encode([1e30f, -1e30f, 0.5f, 0.25f, -0.125f]);
        var decoded = new float[5];

        format.Decode(encoded, 0..2, decoded).Should().Be(5);

        decoded[2..].Should().Equal(0.5f, 0.25f, -0.125f);
        decoded[0].Should().Be(-decoded[1]).And.BeApproximately(1e30f, 1e30f / 2048);
    }

    [Fact]
    public void Decode_Zeros_AreZeros() => RoundTrip(new float[5], 1).Should().Equal(0, 0, 0);

    [Fact]
    public void Decode_Infinity_StaysInfinite() =>
        RoundTrip([1, 1, float.NegativeInfinity, 1, 2], 1).Should().Equal(float.NegativeInfinity, 1, 2);

    [Fact]
    public void Decode_NaN_StaysNaN() => RoundTrip([1, 1, 1, float.NaN, 2], 1).Should().Equal(1, float.NaN, 2);

    [Fact]
    public void ByteCount_TwoHeadsOfFiveFloats_IsTwoBytesEach() => new HalfPrecisionFormat(Layout).ByteCount.Should().Be(14);

    // Magnitudes from 2^-149 to 2^127, another one per head.
    private static Gen<float[]> CreateVectors() =>
        from exponents in Gen.Choose(-149, 126).ArrayOf(Layout.Count)
        from values in Gen.Choose(-2047, 2047).ArrayOf(Layout.VectorLength)
        select Layout.Index().SelectMany(head => Enumerable.Repeat(exponents[head.Index], head.Item.Size))
            .Select((exponent, i) => MathF.ScaleB(values[i] / 1024f, exponent)).ToArray();

    private static float[] RoundTrip(float[] vectors, int position)
    {
        var (format, encoded) = Encode(vectors);
        return Decode(format, encoded, position);
    }

    private static (HalfPrecisionFormat Format, byte[] Encoded) Encode(float[] vectors)
    {
        var format = new HalfPrecisionFormat(Layout);
        var encoded = new byte[format.ByteCount];
        format.Encode(vectors, encoded);
        return (format, encoded);
    }

    private static float[] Decode(HalfPrecisionFormat format, byte[] encoded, int position)
    {
        var decoded = new float[Layout[position].Size];
        format.Decode(encoded, position..(position + 1), decoded).Should().Be(decoded.Length);
        return decoded;
    }
}
