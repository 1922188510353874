namespace Microsoft.ML.Sav.Results.Data;

/// <summary>Labelled rows.</summary>
internal sealed class DataSet
{
    private readonly Dictionary<string, int> _classIndices;

    /// <param name="name">A short name; also names files.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="notes">What readers of the results should know, a sentence each.</param>
    /// <exception cref="InvalidDataException">Fewer than two classes can be trained and tested.</exception>
    public DataSet(string name, IEnumerable<Row> rows, IEnumerable<string>? notes = null)
    {
        Name = name;
        var all = rows.ToList();
        HasTestPart = all.Any(row => row.Part == DataPart.Test);
        var unusable = all.GroupBy(row => row.Label).Where(rowsOfClass => !IsUsable(rowsOfClass)).Select(rowsOfClass => rowsOfClass.Key).ToHashSet();
        Rows = [.. all.Where(row => !unusable.Contains(row.Label))];
        Classes = [.. Rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        if (Classes.Count < 2)
            throw new InvalidDataException($"'{name}' should have at least two classes with a row to train on and a row to test, found {Classes.Count} in {all.Count} rows.");
        Notes = [.. notes ?? [], .. unusable.Count == 0 ? [] : new[] { $"Classes with too few rows are left out: {string.Join(", ", unusable.Order(StringComparer.Ordinal))}." }];
        _classIndices = Classes.Index().ToDictionary(item => item.Item, item => item.Index);
    }

    public string Name { get; }

    /// <summary>The rows whose class can be trained and tested.</summary>
    public IReadOnlyList<Row> Rows { get; }

    /// <summary>Names of the classes, in ordinal order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What readers of the results should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether some rows are for testing only.</summary>
    public bool HasTestPart { get; }

    /// <summary>Whether each row has exactly one image.</summary>
    public bool HasOneImagePerRow => Rows.All(row => row.Images.Count == 1);

    /// <summary>Whether no row has an image.</summary>
    public bool IsText => Rows.All(row => row.Images.Count == 0);

    /// <summary>Index of a row's class in <see cref="Classes"/>.</summary>
    public int GetClass(int row) => _classIndices[Rows[row].Label];

    /// <summary>Classes of some rows.</summary>
    public int[] GetClasses(IEnumerable<int> rows) => [.. rows.Select(GetClass)];

    /// <summary>Returns the data set without some rows.</summary>
    /// <param name="rows">Indices of the rows.</param>
    /// <param name="note">Why they are left out.</param>
    public DataSet Without(IReadOnlySet<int> rows, string note) =>
        new(Name, Rows.Where((_, index) => !rows.Contains(index)), [.. Notes, note]);

    private bool IsUsable(IEnumerable<Row> rows) => HasTestPart
        ? rows.Any(row => row.Part == DataPart.Test) && rows.Any(row => row.Part != DataPart.Test)
        : rows.Skip(1).Any();
}
