using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.HeadVectors;

/// <summary>Labels and hash of rows, which are not kept in memory.</summary>
/// <param name="Hash">SHA-256 of the file, or of the names, texts and labels of the rows in a folder, in hexadecimal.</param>
/// <param name="Labels">Per row, the index of its label in <paramref name="LabelNames"/>; -1 if it has none.</param>
/// <param name="LabelNames">The distinct labels, in order of appearance.</param>
/// <param name="HasText">Whether any row has a question.</param>
internal sealed record RowsSummary(string Hash, long[] Labels, IReadOnlyList<string> LabelNames, bool HasText)
{
    /// <summary>Reads rows from start to end.</summary>
    /// <param name="path">The file or folder of the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="InvalidDataException">A line is wrong, or there is no row.</exception>
    public static RowsSummary Read(string path, IEnumerable<InputRow> rows)
    {
        var labels = new List<long>();
        var ids = new OrderedDictionary<string, int>();
        var hasText = false;
        foreach (var row in rows)
        {
            if (row.Label.Length > 0)
                ids.TryAdd(row.Label, ids.Count);
            labels.Add(row.Label.Length > 0 ? ids[row.Label] : -1);
            hasText |= row.Text.Length > 0;
        }
        if (labels.Count == 0)
            throw new InvalidDataException($"'{path}' has no rows.");
        return new RowsSummary(Convert.ToHexStringLower(ComputeHash(path, rows)), [.. labels], [.. ids.Keys], hasText);
    }

    private static byte[] ComputeHash(string path, IEnumerable<InputRow> rows)
    {
        if (Directory.Exists(path))
            return SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(rows.Select(row => new[] { row.Name, row.Text, row.Label })));
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
