using System.Security.Cryptography;
using Microsoft.ML.Sav.Tool.Examples;

namespace Microsoft.ML.Sav.Tool.Extraction;

/// <summary>What is known of a rows' file once it was read from end to end. Rows themselves are not kept.</summary>
/// <param name="Hash">SHA-256 of the file, in hexadecimal.</param>
/// <param name="Labels">The rows' labels as positions in <paramref name="LabelNames"/>; -1 where a row has none.</param>
/// <param name="LabelNames">The labels, in the order in which they appear.</param>
/// <param name="HasText">Whether any row has a question.</param>
internal sealed record RowsSummary(string Hash, long[] Labels, IReadOnlyList<string> LabelNames, bool HasText)
{
    /// <exception cref="InvalidDataException">A line is wrong, or there is no row.</exception>
    public static RowsSummary Read(string path)
    {
        var labels = new List<long>();
        var ids = new OrderedDictionary<string, int>();
        var hasText = false;
        foreach (var row in JsonLines.Read(path))
        {
            if (row.Label.Length > 0)
                ids.TryAdd(row.Label, ids.Count);
            labels.Add(row.Label.Length > 0 ? ids[row.Label] : -1);
            hasText |= row.Text.Length > 0;
        }
        if (labels.Count == 0)
            throw new InvalidDataException($"'{path}' has no rows.");
        using var stream = File.OpenRead(path);
        return new RowsSummary(Convert.ToHexStringLower(SHA256.HashData(stream)), [.. labels], [.. ids.Keys], hasText);
    }
}
