using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Rewriting;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>Joins what the LMM's graphs return to the floats of a layout.</summary>
internal sealed class FeatureNodes(GraphBuilder builder, FeatureLayout layout)
{
    private readonly List<string> _tensors = [];
    private readonly Dictionary<Feature, int> _offsets = [];
    private int _length;

    /// <summary>Adds features of the layout.</summary>
    /// <param name="tensor">Their vectors, float32 [batch, sum of feature sizes].</param>
    /// <param name="features">The features, in the order of the tensor.</param>
    public void Add(string tensor, params IEnumerable<Feature> features)
    {
        _tensors.Add(tensor);
        foreach (var feature in features)
        {
            _offsets.Add(feature, _length);
            _length += feature.Size;
        }
    }

    /// <summary>Joins all features in the order of the layout, float32 [batch, sum of feature sizes].</summary>
    public string Join()
    {
        var joined = _tensors is [var single] ? single : builder.Add("Concat", "joined_features", _tensors, ("axis", 1));
        long[] elements = [.. layout.SelectMany(feature => Enumerable.Range(_offsets[feature], feature.Size), (_, element) => element)];
        return Array.TrueForAll(elements, element => elements[element] == element)
            ? joined
            : builder.Add("Gather", "ordered_features", [joined, builder.Constant("feature_elements", elements)], ("axis", 1));
    }
}
