using Microsoft.ML.Sav.Heads.Vectors;

namespace Microsoft.ML.Sav.Heads.Tests.Vectors;

public class HalfPrecisionFormatTests
{
    private static readonly HeadLayout Layout = new([new Head(0, 0, 2), new Head(1, 0, 3)]);

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
    public void Decode_SeveralHeads_PutsThemSideBySide()
    {
        var format = new HalfPrecisionFormat(Layout);
        var encoded = new byte[format.Length];
        format.Encode([1e30f, -1e30f, 0.5f, 0.25f, -0.125f], encoded);
        var decoded = new float[5];

        format.Decode(encoded, 0..2, decoded).Should().Be(5);

        decoded[2..].Should().Equal(0.5f, 0.25f, -0.125f);
        decoded[0].Should().Be(-decoded[1]).And.BeApproximately(1e30f, 1e30f / 2048);
    }

    [Fact]
    public void Decode_Zeros_AreZeros() => RoundTrip(new float[5], 1).Should().Equal(0, 0, 0);

    [Fact]
    public void Decode_NotANumberOrInfinite_StaysSo() =>
        RoundTrip([float.NaN, 1, float.NegativeInfinity, 1, 2], 1).Should().Equal(float.NegativeInfinity, 1, 2);

    private static float[] RoundTrip(float[] vectors, int position)
    {
        var format = new HalfPrecisionFormat(Layout);
        var encoded = new byte[format.Length];
        format.Encode(vectors, encoded);
        var decoded = new float[Layout[position].Size];
        format.Decode(encoded, position..(position + 1), decoded).Should().Be(decoded.Length);
        return decoded;
    }
}
