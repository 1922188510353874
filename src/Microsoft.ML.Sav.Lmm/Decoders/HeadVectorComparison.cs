using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Decoders;

/// <summary>Compares head vectors that were computed in two ways.</summary>
internal static class HeadVectorComparison
{
    private const float Tolerance = 1e-5f;

    /// <summary>Whether every head's vectors differ by at most 1e-5 of the longest vector in its layer. NaN never agrees.</summary>
    public static bool Agree(FeatureLayout layout, float[] vectors, float[] expected) =>
        layout.Index().GroupBy(head => (head.Item.Kind, head.Item.Layer), head => head.Index).All(layer =>
        {
            var tolerance = Tolerance * layer.Max(head => TensorPrimitives.Norm(layout.Slice(expected, head)));
            return layer.All(head => TensorPrimitives.Distance(layout.Slice(vectors, head), layout.Slice(expected, head)) <= tolerance);
        });
}
