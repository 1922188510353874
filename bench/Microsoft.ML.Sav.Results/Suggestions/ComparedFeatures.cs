using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Suggestions;
using Microsoft.ML.Sav.Results.Features;

namespace Microsoft.ML.Sav.Results.Suggestions;

/// <summary>The features that rows are compared by, as in <c>SavSuggestions</c>.</summary>
internal static class ComparedFeatures
{
    /// <summary>Kind of the features of rows of images, or of texts.</summary>
    public static FeatureKind GetKind(FeatureLayout layout) =>
        layout.Any(feature => feature.Kind == FeatureKind.VisionEncoder) ? FeatureKind.VisionEncoder : FeatureKind.TokenMean;

    /// <summary>Vectors of length 1 of all rows.</summary>
    public static float[][] CreateUnitVectors(FeatureTable features)
    {
        var positions = features.Layout.FindPositions(GetKind(features.Layout));
        var layout = features.Layout.Subset(positions);
        return [.. features.Rows.Select(row => UnitVectors.Create(layout, features.Layout.Gather(row, positions)))];
    }
}
