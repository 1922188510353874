namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>iter</c>, <c>len</c>, <c>in</c> and slices.</summary>
internal static class PythonSequence
{
    /// <summary>The items of a value: of a sequence, the keys of a dictionary, or the characters of a string.</summary>
    public static IReadOnlyList<object?> Read(object? value) => value switch
    {
        TemplateSequence sequence => sequence.Items,
        TemplateDictionary dictionary => dictionary.Keys,
        string text => CodePoints.Split(text),
        TemplateIterator iterator => [.. iterator.ReadEach()],
        Undefined => [],
        _ => throw new TemplateRuntimeException($"expected a sequence, found a value of type {PythonType.GetName(value)}"),
    };

    /// <summary>The items of a value, of which an iterator gives only those that are enumerated.</summary>
    public static IEnumerable<object?> ReadEach(object? value) => value is TemplateIterator iterator ? iterator.ReadEach() : Read(value);

    public static long Length(object? value) => value switch
    {
        TemplateSequence sequence => sequence.Items.Count,
        TemplateDictionary dictionary => dictionary.Count,
        string text => CodePoints.Count(text),
        Undefined => 0,
        _ => throw new TemplateRuntimeException($"a value of type {PythonType.GetName(value)} has no length"),
    };

    public static bool Contains(object? container, object? item) => container switch
    {
        string text when item is string part => text.Contains(part, StringComparison.Ordinal),
        string => throw new TemplateRuntimeException($"expected a string on the left of 'in' with a string, found a value of type {PythonType.GetName(item)}"),
        TemplateDictionary dictionary => dictionary.TryGet(item, out _),
        _ => ReadEach(container).Any(other => PythonEquality.AreEqual(other, item)),
    };

    /// <param name="value">A sequence or a string.</param>
    /// <param name="start">The first index, or null.</param>
    /// <param name="stop">The index after the last one, or null.</param>
    /// <param name="step">The distance between indices, or null for 1.</param>
    public static object Slice(object? value, object? start, object? stop, object? step)
    {
        var (first, end, distance) = (ReadBound(start), ReadBound(stop), ReadBound(step) ?? 1);
        if (distance == 0)
            throw new TemplateRuntimeException("the step of a slice is zero");
        return value switch
        {
            string text => string.Concat(Pick(CodePoints.Split(text), first, end, distance)),
            TemplateSequence sequence => sequence.WithItems(Pick(sequence.Items, first, end, distance)),
            Undefined undefined => throw undefined.CreateException(),
            _ => throw new TemplateRuntimeException($"a value of type {PythonType.GetName(value)} cannot be sliced"),
        };
    }

    private static long? ReadBound(object? bound) => bound is null
        ? null
        : PythonNumber.TryRead(bound) as long? ??
            throw new TemplateRuntimeException($"expected integers in a slice, found a value of type {PythonType.GetName(bound)}");

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
