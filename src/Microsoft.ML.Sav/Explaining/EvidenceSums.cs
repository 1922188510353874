using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Attribution;

namespace Microsoft.ML.Sav.Explaining;

/// <summary>
/// What tokens and parts of images add to the logits of a linear classifier: the weights times the parts of all features, each divided by its
/// feature's length.
/// </summary>
internal sealed class EvidenceSums
{
    private readonly Dictionary<AttributionSource, float[]> _sums = [];

    public EvidenceSums(LinearClassifier classifier, PromptAttribution attribution)
    {
        Unlocated = _sums[AttributionSource.Unknown] = new float[classifier.ClassCount];
        for (var position = 0; position < classifier.Layout.Count; position++)
            Add(classifier, position, attribution.Features[position], TensorPrimitives.Norm(classifier.Layout.Slice(attribution.Vectors, position)));
        Tokens = [.. from sum in _sums where sum.Key.Token is not null orderby sum.Key.Token select new TokenEvidence(sum.Key.Token!.Value, sum.Key.Text!, sum.Value)];
        Patches =
        [
            .. from sum in _sums
               let region = sum.Key.Region
               where region is not null
               select new PatchEvidence(sum.Key.Image!.Value, region.Value.Left, region.Value.Top, region.Value.Width, region.Value.Height, sum.Value),
        ];
    }

    public IReadOnlyList<TokenEvidence> Tokens { get; }

    public IReadOnlyList<PatchEvidence> Patches { get; }

    /// <summary>Parts whose place is not known.</summary>
    public IReadOnlyList<float> Unlocated { get; }

    private void Add(LinearClassifier classifier, int position, FeatureParts feature, float length)
    {
        for (var part = 0; part < feature.Sources.Count && length > 0; part++)
        {
            if (!_sums.TryGetValue(feature.Sources[part], out var sums))
                _sums.Add(feature.Sources[part], sums = new float[classifier.ClassCount]);
            for (var c = 0; c < sums.Length; c++)
                sums[c] += TensorPrimitives.Dot(classifier.Layout.Slice(classifier.GetWeights(c), position), feature.GetPart(part)) / length;
        }
    }
}
