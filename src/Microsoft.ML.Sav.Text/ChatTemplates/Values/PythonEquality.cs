namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>==</c> and <c>hash</c>: numbers and bools are compared by value, collections by their items.</summary>
internal sealed class PythonEquality : IEqualityComparer<object?>
{
    public static PythonEquality Comparer { get; } = new();

    public static bool AreEqual(object? left, object? right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (PythonNumber.TryRead(left) is { } a && PythonNumber.TryRead(right) is { } b)
            return a is long x && b is long y ? x == y : Convert.ToDouble(a) == Convert.ToDouble(b);
        return (left, right) switch
        {
            (string a1, string b1) => a1 == b1,
            (Undefined, Undefined) => true,
            (TemplateSequence a1, TemplateSequence b1) => a1.GetType() == b1.GetType() && a1.Items.Count == b1.Items.Count &&
                a1.Items.Zip(b1.Items).All(pair => AreEqual(pair.First, pair.Second)),
            (TemplateDictionary a1, TemplateDictionary b1) => a1.Count == b1.Count &&
                a1.Items.All(item => b1.TryGet(item.Key, out var value) && AreEqual(item.Value, value)),
            _ => false,
        };
    }

    public static bool IsHashable(object? value) => value switch
    {
        TemplateTuple tuple => tuple.Items.All(IsHashable),
        TemplateCollection => false,
        _ => true,
    };

    bool IEqualityComparer<object?>.Equals(object? x, object? y) => AreEqual(x, y);

    public int GetHashCode(object? value) => value switch
    {
        string text => text.GetHashCode(),
        Undefined => 0,
        TemplateTuple tuple => tuple.Items.Aggregate(0, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        TemplateCollection => throw new TemplateRuntimeException($"a {PythonType.GetName(value)} cannot be the key of a dictionary"),
        _ when PythonNumber.TryRead(value) is { } number => Convert.ToDouble(number).GetHashCode(),
        _ => value?.GetHashCode() ?? 0,
    };
}
