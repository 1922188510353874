using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Attribution;

/// <summary>The vectors that a feature is the sum of.</summary>
/// <param name="Parts">[parts, size]</param>
/// <param name="Sources">What each part comes from.</param>
internal sealed record FeatureParts(FloatTensor Parts, IReadOnlyList<AttributionSource> Sources)
{
    /// <summary>A feature of zeros, that of an image in a prompt without one.</summary>
    public static FeatureParts Empty(int size) => new(new FloatTensor([], [0, size]), []);

    /// <summary>The vector of a part.</summary>
    public ReadOnlySpan<float> GetPart(int index) => Parts.Values.AsSpan(index * (int)Parts.Shape[1], (int)Parts.Shape[1]);

    /// <summary>Length of the difference between the sum and the feature, as a share of the feature's length.</summary>
    public double ComputeError(ReadOnlySpan<float> feature)
    {
        var remainder = new double[feature.Length];
        for (var part = 0; part < Sources.Count; part++)
        {
            var vector = GetPart(part);
            for (var element = 0; element < remainder.Length; element++)
                remainder[element] += vector[element];
        }
        var (error, length) = (0.0, 0.0);
        for (var element = 0; element < remainder.Length; element++)
        {
            error += Math.Pow(remainder[element] - feature[element], 2);
            length += Math.Pow(feature[element], 2);
        }
        return error == 0 ? 0 : Math.Sqrt(error / length);
    }
}
