namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>What Python's <c>iter</c>, <c>len</c>, <c>in</c> and slices do with values.</summary>
internal static class PythonSequence
{
    /// <summary>The items of a value, or null if it has none.</summary>
    public static IReadOnlyList<object?>? TryRead(object? value) => value switch
    {
        TemplateSequence sequence => sequence.Items,
        TemplateDictionary dictionary => dictionary.Keys,
        string text => CodePoints.Split(text),
        OneTimeSequence sequence => sequence.Read(),
        Undefined => [],
        _ => null,
    };

    public static IReadOnlyList<object?> Read(object? value) =>
        TryRead(value) ?? throw new InvalidDataException($"expected a list or the like, found a value of type {PythonType.NameOf(value)}");

    public static long Length(object? value) => value switch
    {
        TemplateSequence sequence => sequence.Items.Count,
        TemplateDictionary dictionary => dictionary.Count,
        string text => CodePoints.Count(text),
        Undefined => 0,
        _ => throw new InvalidDataException($"a value of type {PythonType.NameOf(value)} has no length"),
    };

    public static bool Contains(object? container, object? item) => container switch
    {
        string text when item is string part => text.Contains(part, StringComparison.Ordinal),
        string => throw new InvalidDataException($"a text can only contain a text, not a value of type {PythonType.NameOf(item)}"),
        TemplateDictionary dictionary => dictionary.TryGet(item, out _),
        _ => Read(container).Any(other => PythonEquality.AreEqual(other, item)),
    };

    public static object Slice(object? value, long? start, long? stop, long step)
    {
        if (step == 0)
            throw new InvalidDataException("the step of a slice is zero");
        return value switch
        {
            string text => string.Concat(Pick(CodePoints.Split(text), start, stop, step)),
            TemplateSequence sequence => sequence.With(Pick(sequence.Items, start, stop, step)),
            Undefined undefined => throw undefined.Error(),
            _ => throw new InvalidDataException($"a value of type {PythonType.NameOf(value)} cannot be sliced"),
        };
    }

    private static List<T> Pick<T>(IReadOnlyList<T> items, long? start, long? stop, long step)
    {
        long count = items.Count;
        var (lowest, highest) = step > 0 ? (0, count) : (-1, count - 1);
        var first = start is { } from ? Math.Clamp(from < 0 ? from + count : from, lowest, highest) : step > 0 ? 0 : count - 1;
        var last = stop is { } to ? Math.Clamp(to < 0 ? to + count : to, lowest, highest) : step > 0 ? count : -1;
        var picked = new List<T>();
        for (var i = first; step > 0 ? i < last : i > last; i += Math.Clamp(step, -count - 1, count + 1))
            picked.Add(items[(int)i]);
        return picked;
    }
}
