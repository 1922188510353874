namespace Microsoft.ML.Sav.Results.Data;

/// <summary>The data sets that are measured without being named.</summary>
internal static class KnownDataSets
{
    private const string AreaQuestion = "Which area does this issue belong to?";

    /// <summary>Reads those that are on this machine.</summary>
    /// <param name="sharedFolder">Folder with the folders flowers, clothing, sign-digits and github-issues.</param>
    /// <param name="cacheFolder">Folder that images of Fashion-MNIST are written to.</param>
    /// <param name="reportMissing">Called with a sentence per data set that is not there.</param>
    public static IEnumerable<DataSet> Read(string sharedFolder, string cacheFolder, Action<string> reportMissing)
    {
        if (Directory.Exists(FashionMnist.DebianFolder))
        {
            var folder = Path.Combine(cacheFolder, "fashion-mnist");
            FashionMnist.Unpack(FashionMnist.DebianFolder, folder);
            yield return DataSetReader.Read("fashion-mnist", folder);
        }
        else
        {
            reportMissing($"fashion-mnist is left out: there is no folder '{FashionMnist.DebianFolder}' (apt-get install dataset-fashion-mnist).");
        }

        foreach (var name in new[] { "flowers", "clothing", "sign-digits" })
        {
            if (IsThere(name, Path.Combine(sharedFolder, name)))
                yield return DataSetReader.Read(name, Path.Combine(sharedFolder, name));
        }

        const string Issues = "github-issues";
        var file = Path.Combine(sharedFolder, Issues, "issues.tsv");
        if (IsThere(Issues, file))
        {
            var read = DataSetReader.Read(Issues, file);
            yield return new DataSet(Issues, read.Rows.Select(row => row with { Question = AreaQuestion }), read.Notes);
        }

        bool IsThere(string name, string path)
        {
            if (Path.Exists(path))
                return true;
            reportMissing($"{name} is left out: there is no '{path}'.");
            return false;
        }
    }
}
