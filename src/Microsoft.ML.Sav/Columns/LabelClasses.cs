namespace Microsoft.ML.Sav.Columns;

/// <summary>The classes of a label.</summary>
/// <param name="Values">The values of the classes; <see langword="null"/> if the label is a key without values, so that classes are numbers.</param>
/// <param name="Count">Number of classes.</param>
internal sealed record LabelClasses(KeyValues? Values, int Count)
{
    /// <summary>The values as strings, or the keys, from 1.</summary>
    public IReadOnlyList<string> Names => Values?.ToText() ?? [.. Enumerable.Range(1, Count).Select(key => $"{key}")];

    /// <summary>Removes classes that a condition does not hold for. Classes that are numbers stay, since they would change.</summary>
    /// <returns>The classes that are left, and per class that is left its earlier position.</returns>
    public (LabelClasses Classes, int[] Kept) Where(Func<int, bool> isKept)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(c => Values is null || isKept(c))];
        return (new LabelClasses(Values?.Select(kept), kept.Length), kept);
    }

    /// <summary>Appends those classes of another label that are used and missing. Classes are the same if their values are.</summary>
    /// <param name="other">The classes of the other label.</param>
    /// <param name="used">Positions of the classes that are used.</param>
    /// <returns>All classes, and per used class of the other label its position among them.</returns>
    /// <exception cref="ArgumentException">The values are of different types, or one label has none.</exception>
    public (LabelClasses Classes, Dictionary<int, int> Positions) Union(LabelClasses other, IEnumerable<int> used)
    {
        if (Describe(Values) != Describe(other.Values))
            throw new ArgumentException($"Expected labels that are keys of {Describe(Values)}, as in training; found keys of {Describe(other.Values)}.", nameof(other));
        if (Values is null)
            return (this with { Count = Math.Max(Count, other.Count) }, used.Distinct().ToDictionary(c => c));
        var (values, positions) = Values.Union(other.Values!, used.Distinct().Order());
        return (new LabelClasses(values, values.Type.Size), positions);
    }

    private static string Describe(KeyValues? values) => values is null ? "numbers without values" : $"{values.Type.ItemType} values";
}
