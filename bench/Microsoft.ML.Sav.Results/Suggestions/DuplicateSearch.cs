using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Suggestions;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Results.Features;

namespace Microsoft.ML.Sav.Results.Suggestions;

/// <summary>How similar copies of photos are, compared with different photos.</summary>
/// <param name="Copies">Cosine of each photo with its copy, ascending, per way of copying.</param>
/// <param name="Different">Cosines of all pairs of different photos, ascending.</param>
internal sealed record DuplicateSearch(IReadOnlyDictionary<PhotoCopy, float[]> Copies, float[] Different)
{
    private const int PhotoCount = 30;

    /// <summary>Measures photos spread over the data set. Texts have no copies.</summary>
    public static DuplicateSearch Measure(MultimodalModel lmm, FeatureTable features)
    {
        var units = ComparedVectors.Create(features);
        float[] different = [.. from left in Enumerable.Range(0, units.Length).AsParallel()
                                from right in Enumerable.Range(left + 1, units.Length - left - 1)
                                select TensorPrimitives.Dot<float>(units[left], units[right])];
        Array.Sort(different);
        return new DuplicateSearch(features.DataSet.HasOneImagePerRow ? MeasureCopies(lmm, features, units) : new Dictionary<PhotoCopy, float[]>(), different);
    }

    private static Dictionary<PhotoCopy, float[]> MeasureCopies(MultimodalModel lmm, FeatureTable features, float[][] units)
    {
        var layout = new FeatureLayout(lmm.Features.Where(feature => feature.Kind == FeatureKind.VisionEncoder));
        using var extractor = lmm.CreateFeatureExtractor(layout);
        var rows = features.DataSet.Rows;
        int[] chosen = [.. Enumerable.Range(0, PhotoCount).Select(i => i * rows.Count / PhotoCount).Distinct()];
        return PhotoCopy.All.ToDictionary(copy => copy, copy => chosen.Select(row =>
        {
            var prompt = new Prompt(rows[row].FullText, [ImageInput.FromBytes(copy.Create(rows[row].Images[0]))]);
            return TensorPrimitives.Dot<float>(UnitVectors.Create(layout, extractor.Extract(prompt)), units[row]);
        }).Order().ToArray());
    }
}
