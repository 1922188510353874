using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Featurizing;

/// <summary>Scales the vector of each feature to length 1 (L2). Vectors of zeros stay as they are.</summary>
internal static class UnitLength
{
    /// <param name="features">The features.</param>
    /// <param name="vectors">Their vectors, which are changed.</param>
    public static void Scale(FeatureLayout features, Span<float> vectors)
    {
        for (var position = 0; position < features.Count; position++)
        {
            var vector = vectors.Slice(features.GetOffset(position), features[position].Size);
            var length = TensorPrimitives.Norm<float>(vector);
            if (length > 0)
                TensorPrimitives.Divide(vector, length, vector);
        }
    }
}
