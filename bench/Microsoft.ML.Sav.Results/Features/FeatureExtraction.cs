using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Results.Data;

namespace Microsoft.ML.Sav.Results.Features;

/// <summary>Runs an LMM on every row of a data set.</summary>
internal static class FeatureExtraction
{
    private const int ProgressStep = 100;

    /// <summary>Extracts the features of all rows, or reads them from a cache. Rows that the LMM cannot use are left out, with a note.</summary>
    /// <param name="lmm">The LMM.</param>
    /// <param name="dataSet">The rows.</param>
    /// <param name="cacheFolder">Folder in which features are cached.</param>
    public static FeatureTable Extract(MultimodalModel lmm, DataSet dataSet, string cacheFolder)
    {
        var options = new FeatureExtractorOptions { FeatureCacheFolder = cacheFolder, TakesImages = !dataSet.IsText };
        // Prompts without an image have no image features.
        var layout = dataSet.IsText ? new FeatureLayout(lmm.Features.Where(feature => feature.IsHead)) : lmm.Features;
        using var extractor = lmm.CreateFeatureExtractor(layout, options);
        var rows = new List<float[]>();
        var failures = new Dictionary<int, string>();
        foreach (var (index, extraction) in extractor.ExtractAll(dataSet.Rows, row => row.CreatePrompt()).Index())
        {
            if (extraction.Vectors is { } vectors)
                rows.Add(vectors);
            else
                failures.Add(index, $"{extraction.Item.Location}: {extraction.Error!.Message}");
            if ((index + 1) % ProgressStep == 0 || index + 1 == dataSet.Rows.Count)
                Console.Error.WriteLine($"{dataSet.Name}: features of {index + 1} of {dataSet.Rows.Count} rows");
        }
        return failures.Count == 0 ? new FeatureTable(dataSet, extractor.Layout, rows) : CreateWithout(dataSet, failures, extractor, rows);
    }

    private static FeatureTable CreateWithout(DataSet dataSet, Dictionary<int, string> failures, FeatureExtractor extractor, List<float[]> rows)
    {
        var rest = dataSet.Without(failures.Keys.ToHashSet(), $"{failures.Count} rows that the LMM cannot use are left out, the first because of {failures.MinBy(failure => failure.Key).Value}");
        // A class that has become too small is left out with its rows.
        var vectors = new Dictionary<Row, float[]>(ReferenceEqualityComparer.Instance);
        foreach (var (row, floats) in dataSet.Rows.Where((_, index) => !failures.ContainsKey(index)).Zip(rows))
            vectors.Add(row, floats);
        return new FeatureTable(rest, extractor.Layout, [.. rest.Rows.Select(row => vectors[row])]);
    }
}
