using Microsoft.ML.Sav.Heads.Suggestions;
using Microsoft.ML.Sav.Results.Features;

namespace Microsoft.ML.Sav.Results.Suggestions;

/// <summary>The vectors that rows are compared by, as in <c>SavSuggestions</c>.</summary>
internal static class ComparedVectors
{
    /// <summary>Vectors of length 1 of all rows.</summary>
    public static float[][] Create(FeatureTable features)
    {
        // All rows of a data set without texts have the same question.
        var layout = ComparedFeatures.Choose(features.Layout, hasImages: !features.DataSet.IsText, hasTexts: features.DataSet.IsText);
        int[] positions = [.. layout.Select(features.Layout.FindPosition)];
        return [.. features.Rows.Select(row => UnitVectors.Create(layout, features.Layout.Gather(row, positions)))];
    }
}
