using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Results.Data;
using Microsoft.ML.Sav.Results.Linear;

namespace Microsoft.ML.Sav.Results.Features;

/// <summary>The features of every row of a data set.</summary>
/// <param name="DataSet">The rows.</param>
/// <param name="Layout">The features.</param>
/// <param name="Rows">The features' floats per row.</param>
internal sealed record FeatureTable(DataSet DataSet, FeatureLayout Layout, IReadOnlyList<float[]> Rows)
{
    /// <summary>Normalised vectors of the only feature of a kind; <see langword="null"/> if there is none.</summary>
    public float[][]? FindNormalized(FeatureKind kind) => Layout.FindPositions(kind) is [var position]
        ? [.. Rows.Select(row => GramMatrix.Normalize(Layout.Slice(row, position)))]
        : null;
}
