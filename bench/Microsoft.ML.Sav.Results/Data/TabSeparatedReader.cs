namespace Microsoft.ML.Sav.Results.Data;

/// <summary>
/// Reads texts from a tab-separated file with a header line. The label is in the column Label, Class, Category or Area; the text is what
/// the columns Title, Text, Description, Body and Sentence hold, as far as there are any.
/// </summary>
internal static class TabSeparatedReader
{
    /// <summary>Number of characters of a column that are used: long texts take seconds per row, and the end says little.</summary>
    public const int MaxColumnLength = 1000;

    private static readonly string[] LabelColumns = ["label", "class", "category", "area"];
    private static readonly string[] TextColumns = ["title", "text", "description", "body", "sentence"];

    /// <summary>Reads the rows.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a line has another number of columns than the header.</exception>
    public static IReadOnlyList<Row> Read(string path)
    {
        using var lines = File.ReadLines(path).GetEnumerator();
        var columns = lines.MoveNext() ? lines.Current.Split('\t') : throw new InvalidDataException($"'{path}' is empty.");
        var label = Find(columns, LabelColumns).FirstOrDefault(-1);
        int[] text = [.. Find(columns, TextColumns)];
        if (label < 0 || text.Length == 0)
        {
            throw new InvalidDataException($"'{path}' should have a column {string.Join(" or ", LabelColumns)} and at least one of {string.Join(", ", TextColumns)}, "
                + $"separated by tabs; the header has: {string.Join(", ", columns)}.");
        }
        var rows = new List<Row>();
        for (var number = 2; lines.MoveNext(); number++)
        {
            if (string.IsNullOrWhiteSpace(lines.Current))
                continue;
            var cells = lines.Current.Split('\t');
            var location = $"'{path}' line {number}";
            if (cells.Length != columns.Length)
                throw new InvalidDataException($"{location} should have {columns.Length} columns as the header, found {cells.Length}.");
            rows.Add(new Row(cells[label], location) { Text = string.Join("\n", text.Select(column => Shorten(cells[column])).Where(cell => cell.Length > 0)) });
        }
        return rows;
    }

    private static IEnumerable<int> Find(string[] columns, string[] names) => names
        .Select(name => Array.FindIndex(columns, column => column.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)))
        .Where(index => index >= 0);

    private static string Shorten(string cell)
    {
        cell = cell.Trim();
        if (cell.Length <= MaxColumnLength)
            return cell;
        // A surrogate pair stays whole.
        return cell[..(char.IsHighSurrogate(cell[MaxColumnLength - 1]) ? MaxColumnLength - 1 : MaxColumnLength)];
    }
}
