namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>&lt;</c>: compares numbers with numbers, strings with strings, and lists with lists item by item.</summary>
internal sealed class PythonOrder : IComparer<object?>
{
    public static PythonOrder Comparer { get; } = new();

    /// <summary>Sorts items by a key. Equal ones keep their order, even in reverse, as in Python.</summary>
    public static IReadOnlyList<T> Sort<T>(IEnumerable<T> items, Func<T, object?> key, bool reverse = false)
    {
        try
        {
            return reverse ? [.. items.OrderByDescending(key, Comparer)] : [.. items.OrderBy(key, Comparer)];
        }
        catch (InvalidOperationException exception) when (exception.InnerException is TemplateRuntimeException inner)
        {
            throw new TemplateRuntimeException(inner.Message, inner);
        }
    }

    public int Compare(object? left, object? right)
    {
        if (PythonNumber.TryRead(left) is { } a && PythonNumber.TryRead(right) is { } b)
            return a is long x && b is long y ? x.CompareTo(y) : Convert.ToDouble(a).CompareTo(Convert.ToDouble(b));
        if (left is string first && right is string second)
            return string.CompareOrdinal(first, second);
        if (left is TemplateSequence these && right is TemplateSequence those && these.GetType() == those.GetType())
        {
            foreach (var (one, other) in these.Items.Zip(those.Items))
            {
                if (!PythonEquality.AreEqual(one, other))
                    return Compare(one, other);
            }

            return these.Items.Count.CompareTo(those.Items.Count);
        }
        throw new TemplateRuntimeException($"values of type {PythonType.GetName(left)} and {PythonType.GetName(right)} have no order");
    }
}
