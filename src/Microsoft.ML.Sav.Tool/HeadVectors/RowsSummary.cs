using System.Security.Cryptography;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.HeadVectors;

/// <summary>Labels and hash of a JSON lines file, whose rows are not kept in memory.</summary>
/// <param name="Hash">SHA-256 of the file, in hexadecimal.</param>
/// <param name="Labels">Per row, the index of its label in <paramref name="LabelNames"/>; -1 if it has none.</param>
/// <param name="LabelNames">The distinct labels, in order of appearance.</param>
/// <param name="HasText">Whether any row has a question.</param>
internal sealed record RowsSummary(string Hash, long[] Labels, IReadOnlyList<string> LabelNames, bool HasText)
{
    /// <summary>Reads a file from start to end.</summary>
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
