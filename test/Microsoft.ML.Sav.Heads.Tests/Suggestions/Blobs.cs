namespace Microsoft.ML.Sav.Heads.Tests.Suggestions;

/// <summary>Vectors of length 1 around given angles.</summary>
internal static class Blobs
{
    /// <summary>A vector per angle.</summary>
    /// <param name="degrees">Angles in degrees.</param>
    public static float[][] FromAngles(params float[] degrees) =>
        Array.ConvertAll(degrees, angle => new[] { MathF.Cos(angle * MathF.PI / 180), MathF.Sin(angle * MathF.PI / 180) });
}
