using Microsoft.ML.Sav.Results.Data;

namespace Microsoft.ML.Sav.Results.Measuring;

/// <summary>What was measured on one data set, besides the table of all.</summary>
/// <param name="DataSet">The rows.</param>
/// <param name="TestCount">Number of test rows per split.</param>
/// <param name="SmallestPool">Training rows of the smallest class at the most shots.</param>
/// <param name="HeadShots">Training rows per class in <paramref name="HeadCurves"/>.</param>
/// <param name="HeadCurves">Accuracy by number of heads, per method.</param>
internal sealed record DataSetResults(
    DataSet DataSet, int TestCount, int SmallestPool, int HeadShots, IReadOnlyDictionary<string, IReadOnlyList<(int Heads, Summary Accuracy)>> HeadCurves);
