using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Filters of sequences.</summary>
internal static class SequenceFilters
{
    public static object? First(object? value)
    {
        foreach (var item in PythonSequence.ReadEach(value))
            return item;
        return new Undefined("the first item of an empty sequence is undefined");
    }

    public static object? Last(object? value)
    {
        if (value is TemplateIterator)
            throw new TemplateRuntimeException("an iterator has no last item; convert it to a list first");
        return PythonSequence.Read(value) is [.., var last] ? last : new Undefined("the last item of an empty sequence is undefined");
    }

    public static object? Reverse(object? value)
    {
        var reversed = PythonSequence.Read(value).Reverse();
        return value is string ? string.Concat(reversed) : new TemplateIterator([.. reversed]);
    }

    public static object? Items(object? value) => value switch
    {
        TemplateDictionary dictionary => new TemplateIterator(DictionaryMethods.GetPairs(dictionary)),
        Undefined => new TemplateIterator([]),
        _ => throw new TemplateRuntimeException($"the filter 'items' expects a dictionary, found a value of type {PythonType.GetName(value)}"),
    };

    /// <summary>An attribute; unlike <c>value.name</c>, never a key of a dictionary.</summary>
    public static object? Attr(object? value, Arguments arguments, Rendering rendering)
    {
        var name = arguments.Bind("name").String(0);
        return Members.TryGetMember(value, name, out var found) ? found : Undefined.FromMember(value, name);
    }

    /// <summary>Splits into lists of <c>linecount</c> items.</summary>
    public static object? Batch(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("linecount", "fill_with");
        var size = ReadSize(bound);
        var batches = PythonSequence.Read(value).Chunk(size).Select(chunk => Fill(chunk, size, bound.Value(1, null), rendering));
        return new TemplateIterator([.. batches]);
    }

    /// <summary>Splits into <c>slices</c> lists of nearly equal length. The shorter ones, or all if none is shorter, get <c>fill_with</c>.</summary>
    public static object? Slice(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("slices", "fill_with");
        var slices = ReadSize(bound);
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
        return new TemplateIterator(lists);
    }

    private static int ReadSize(BoundArguments bound) => bound.Integer(0) is > 0 and <= int.MaxValue and var size
        ? (int)size
        : throw bound.CreateTypeException(0, "a positive integer");

    private static TemplateList Fill(IReadOnlyList<object?> items, int size, object? fill, Rendering rendering)
    {
        if (fill is null)
            return new TemplateList(items);
        rendering.Step(size);
        return new TemplateList([.. items, .. Enumerable.Repeat(fill, size - items.Count)]);
    }
}
