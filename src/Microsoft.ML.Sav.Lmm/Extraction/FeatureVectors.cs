using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Encoders;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Joins what decoder and vision encoder returned for a prompt to the floats of a layout.</summary>
internal sealed class FeatureVectors
{
    private readonly int[] _headPositions; // in the decoder's layout; -1 for features that are no heads

    /// <param name="layout">The features, in any order.</param>
    public FeatureVectors(FeatureLayout layout)
    {
        Layout = layout;
        Heads = layout.Any(feature => feature.IsHead) ? new FeatureLayout(layout.Where(feature => feature.IsHead)) : null;
        _headPositions = [.. layout.Select(feature => Heads?.FindPosition(feature) ?? -1)];
    }

    /// <summary>The features, in the order of their floats.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>The features that the decoder returns, in the order of <see cref="Layout"/>; <see langword="null"/> if there are none.</summary>
    public FeatureLayout? Heads { get; }

    /// <summary>Whether there is a feature of a kind.</summary>
    public bool Has(FeatureKind kind) => Layout.Any(feature => feature.Kind == kind);

    /// <summary>Joins the vectors of one prompt.</summary>
    /// <param name="heads">The floats of <see cref="Heads"/>.</param>
    /// <param name="images">The images; without them, their features are zeros.</param>
    /// <exception cref="PromptException">A feature is NaN or infinite.</exception>
    public float[] Join(float[] heads, ImageMeans? images)
    {
        var vectors = Layout.Equals(Heads) ? heads : new float[Layout.VectorLength];
        for (var position = 0; vectors != heads && position < Layout.Count; position++)
        {
            var source = Layout[position].Kind switch
            {
                FeatureKind.VisionEncoder => images?.VisionEncoder,
                FeatureKind.Projector => images?.Projector,
                _ => Heads!.Slice(heads, _headPositions[position]),
            };
            if (!source.IsEmpty)
                source.CopyTo(vectors.AsSpan(Layout.GetOffset(position), Layout[position].Size));
        }
        return RequireFinite(vectors);
    }

    private float[] RequireFinite(float[] vectors)
    {
        if (float.IsFinite(TensorPrimitives.MaxMagnitude<float>(vectors)))
            return vectors;
        var feature = Layout[Enumerable.Range(0, Layout.Count).First(position => !float.IsFinite(TensorPrimitives.MaxMagnitude(Layout.Slice(vectors, position))))];
        throw new PromptException(feature.IsHead
            ? $"The model returned NaN or infinity for head {feature} (layer {feature.Layer}). Values overflow in half precision: "
                + $"try a decoder of another precision ({nameof(LmmOptions)}.{nameof(LmmOptions.Precision)})."
            : $"The model returned NaN or infinity for the feature '{feature}'. Values overflow in half precision: "
                + $"try a vision encoder of another precision ({nameof(LmmOptions)}.{nameof(LmmOptions.Precision)}).");
    }
}
