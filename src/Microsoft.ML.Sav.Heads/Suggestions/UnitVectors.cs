using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Suggestions;

/// <summary>Joins the features of an example to one vector of length 1, in which all features weigh the same, so that dot products are cosines.</summary>
internal static class UnitVectors
{
    /// <summary>Scales the features of an example. Features of zeros stay zeros.</summary>
    /// <param name="layout">The features.</param>
    /// <param name="vectors">Their vectors.</param>
    public static float[] Create(FeatureLayout layout, ReadOnlySpan<float> vectors)
    {
        var unit = new float[layout.VectorLength];
        for (var position = 0; position < layout.Count; position++)
            Scale(layout.Slice(vectors, position), unit.AsSpan(layout.GetOffset(position), layout[position].Size));
        Scale(unit, unit);
        return unit;
    }

    private static void Scale(ReadOnlySpan<float> vector, Span<float> unit)
    {
        var length = TensorPrimitives.Norm(vector);
        TensorPrimitives.Multiply(vector, length > 0 ? 1 / length : 0, unit);
    }
}
