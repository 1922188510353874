using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Filters that sort or compare items. Strings are compared without case unless <c>case_sensitive</c> is true.</summary>
internal static class SortFilters
{
    // Sorting compares each item several times.
    private const int StepsPerItem = 8;

    public static object? Sort(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("reverse", "case_sensitive", "attribute");
        IReadOnlyList<object?> paths = bound.Value(2, null) is string text ? text.Split(',') : [bound.Value(2, null)];
        var caseSensitive = bound.Boolean(1);
        return OrderBy(PythonSequence.Read(value), bound.Boolean(0), rendering, item =>
            new TemplateTuple([.. paths.Select(path => ReadKey(item, path, caseSensitive, rendering))]));
    }

    public static object? DictSort(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("case_sensitive", "by", "reverse");
        if (value is not TemplateDictionary dictionary)
            throw new TemplateRuntimeException($"the filter 'dictsort' expects a dictionary, found a value of type {PythonType.GetName(value)}");
        if (bound.String(1, "key") is not ("key" or "value"))
            throw bound.CreateTypeException(1, "'key' or 'value'");
        var part = bound.String(1, "key") == "key" ? 0L : 1L;
        return OrderBy(DictionaryMethods.GetPairs(dictionary), bound.Boolean(2), rendering, pair => ReadKey(pair, part, bound.Boolean(0), rendering));
    }

    public static object? GroupBy(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("attribute", "default", "case_sensitive");
        var (path, fallback, caseSensitive) = (bound.Required(0), bound.Value(1, null), bound.Boolean(2));
        object? Read(object? item) => Members.GetPath(item, path, rendering) is var found && found is Undefined && fallback is not null ? fallback : found;
        var sorted = OrderBy(PythonSequence.Read(value), reverse: false, rendering, item => Fold(Read(item), caseSensitive));
        var groups = sorted.Items.GroupBy(item => Fold(Read(item), caseSensitive), PythonEquality.Comparer);
        return new TemplateList([.. groups.Select(group => new TemplateTuple([Read(group.First()), new TemplateList([.. group])], "grouper", "list"))]);
    }

    public static object? Unique(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("case_sensitive", "attribute");
        var caseSensitive = bound.Boolean(0);
        var path = bound.Value(1, null);
        return new TemplateIterator([.. PythonSequence.Read(value).DistinctBy(ReadChargedKey, PythonEquality.Comparer)]);

        object? ReadChargedKey(object? item)
        {
            var key = ReadKey(item, path, caseSensitive, rendering);
            rendering.ChargeContent(key);
            return key;
        }
    }

    public static object? Min(object? value, Arguments arguments, Rendering rendering) => Extreme(value, arguments, rendering, -1);

    public static object? Max(object? value, Arguments arguments, Rendering rendering) => Extreme(value, arguments, rendering, 1);

    private static object? Extreme(object? value, Arguments arguments, Rendering rendering, int sign)
    {
        var bound = arguments.Bind("case_sensitive", "attribute");
        var caseSensitive = bound.Boolean(0);
        var path = bound.Value(1, null);
        var items = PythonSequence.Read(value);
        if (items.Count == 0)
            return new Undefined("an empty sequence has no minimum and no maximum");
        return items.Select(item => (Item: item, Key: ReadKey(item, path, caseSensitive, rendering))).Aggregate((best, next) =>
        {
            rendering.ChargeComparison(best.Key, next.Key);
            return PythonOrder.Comparer.Compare(next.Key, best.Key) * sign > 0 ? next : best;
        }).Item;
    }

    private static TemplateList OrderBy(IReadOnlyList<object?> items, bool reverse, Rendering rendering, Func<object?, object?> key)
    {
        return new TemplateList(PythonOrder.Sort(items, ReadChargedKey, reverse));

        object? ReadChargedKey(object? item)
        {
            var value = key(item);
            rendering.Step(StepsPerItem + TemplateValue.GetContentLength(value));
            return value;
        }
    }

    private static object? ReadKey(object? item, object? path, bool caseSensitive, Rendering rendering) =>
        Fold(Members.GetPath(item, path, rendering), caseSensitive);

    private static object? Fold(object? value, bool caseSensitive) => value is string text && !caseSensitive ? text.ToLowerInvariant() : value;
}
