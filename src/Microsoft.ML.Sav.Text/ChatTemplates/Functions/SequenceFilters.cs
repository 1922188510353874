using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>Filters that take sequences apart or put them together.</summary>
internal static class SequenceFilters
{
    public static object? Length(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return PythonSequence.Length(value);
    }

    public static object? List(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return new TemplateList(PythonSequence.Read(value));
    }

    public static object? First(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return PythonSequence.Read(value) is [var first, ..] ? first : new Undefined("the first item of an empty sequence is undefined");
    }

    public static object? Last(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        if (value is OneTimeSequence)
            throw new InvalidDataException("an iterator has no last item; make it a list first");
        return PythonSequence.Read(value) is [.., var last] ? last : new Undefined("the last item of an empty sequence is undefined");
    }

    public static object? Reverse(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        var reversed = PythonSequence.Read(value).Reverse();
        return value is string ? string.Concat(reversed) : new OneTimeSequence([.. reversed]);
    }

    public static object? Items(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return value switch
        {
            TemplateDictionary dictionary => new OneTimeSequence(DictionaryMethods.Pairs(dictionary)),
            Undefined => new OneTimeSequence([]),
            _ => throw new InvalidDataException($"the filter 'items' needs a dictionary, not a value of type {PythonType.NameOf(value)}"),
        };
    }

    /// <summary>An attribute, but never a key of a dictionary.</summary>
    public static object? Attr(object? value, Arguments arguments, Rendering rendering)
    {
        var name = arguments.Bind("name").Text(0);
        return value is IAttributes attributes && attributes.TryGet(name, out var found) ? found : Undefined.Member(value, name);
    }

    /// <summary>Lists of <c>linecount</c> items each.</summary>
    public static object? Batch(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("linecount", "fill_with");
        var size = PositiveSize(bound);
        var batches = PythonSequence.Read(value).Chunk(size).Select(chunk => Fill(chunk, size, bound.Value(1, null), rendering));
        return new OneTimeSequence([.. batches]);
    }

    /// <summary>As many lists as asked for, of nearly equal length; shorter ones, and all if none is, get <c>fill_with</c>.</summary>
    public static object? Slice(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("slices", "fill_with");
        var slices = PositiveSize(bound);
        var items = PythonSequence.Read(value);
        var (length, longer) = Math.DivRem(items.Count, slices);
        rendering.Step(slices);
        var lists = new List<object?>();
        for (var (i, start) = (0, 0); i < slices; i++)
        {
            var size = length + (i < longer ? 1 : 0);
            lists.Add(Fill([.. items.Skip(start).Take(size)], length + 1, bound.Value(1, null), rendering));
            start += size;
        }
        return new OneTimeSequence(lists);
    }

    private static int PositiveSize(BoundArguments bound) => bound.Integer(0) is > 0 and <= int.MaxValue and var size
        ? (int)size
        : throw bound.Wrong(0, "a positive number");

    private static TemplateList Fill(IReadOnlyList<object?> items, int size, object? fill, Rendering rendering)
    {
        if (fill is null)
            return new TemplateList(items);
        rendering.Step(size);
        return new TemplateList([.. items, .. Enumerable.Repeat(fill, size - items.Count)]);
    }
}
