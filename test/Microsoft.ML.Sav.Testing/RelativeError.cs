namespace Microsoft.ML.Sav.Testing;

/// <summary>Largest difference of two vectors, relative to the largest expected value.</summary>
internal static class RelativeError
{
    public static double Of(float[] actual, float[] expected)
    {
        actual.Should().HaveSameCount(expected);
        actual.Should().NotContain(float.NaN);
        return actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max() / expected.Max(Math.Abs);
    }
}
