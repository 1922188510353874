using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>Filters that order or compare items; texts differ in case only if <c>case_sensitive</c> is true.</summary>
internal static class SortFilters
{
    public static object? Sort(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("reverse", "case_sensitive", "attribute");
        IReadOnlyList<object?> paths = bound.Value(2, null) is string text ? text.Split(',') : [bound.Value(2, null)];
        var caseSensitive = bound.Truth(1);
        return Order(PythonSequence.Read(value), bound.Truth(0), rendering, item =>
            new TemplateTuple([.. paths.Select(path => Key(item, path, caseSensitive, rendering))]));
    }

    public static object? DictSort(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("case_sensitive", "by", "reverse");
        if (value is not TemplateDictionary dictionary)
            throw new InvalidDataException($"the filter 'dictsort' needs a dictionary, not a value of type {PythonType.NameOf(value)}");
        if (bound.Text(1, "key") is not ("key" or "value"))
            throw bound.Wrong(1, "'key' or 'value'");
        var part = bound.Text(1, "key") == "key" ? 0L : 1L;
        return Order(DictionaryMethods.Pairs(dictionary), bound.Truth(2), rendering, pair => Key(pair, part, bound.Truth(0), rendering));
    }

    public static object? GroupBy(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("attribute", "default", "case_sensitive");
        var (path, fallback, caseSensitive) = (bound.Required(0), bound.Value(1, null), bound.Truth(2));
        object? Read(object? item) => Members.Path(item, path, rendering) is var found && found is Undefined && fallback is not null ? fallback : found;
        var sorted = Order(PythonSequence.Read(value), reverse: false, rendering, item => Fold(Read(item), caseSensitive));
        var groups = sorted.Items.GroupBy(item => Fold(Read(item), caseSensitive), PythonEquality.Comparer);
        return new TemplateList([.. groups.Select(group => new TemplateTuple([Read(group.First()), new TemplateList([.. group])]))]);
    }

    public static object? Unique(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("case_sensitive", "attribute");
        var caseSensitive = bound.Truth(0);
        var path = bound.Value(1, null);
        return new OneTimeSequence([.. PythonSequence.Read(value).DistinctBy(item => Key(item, path, caseSensitive, rendering), PythonEquality.Comparer)]);
    }

    public static object? Min(object? value, Arguments arguments, Rendering rendering) => Extreme(value, arguments, rendering, -1);

    public static object? Max(object? value, Arguments arguments, Rendering rendering) => Extreme(value, arguments, rendering, 1);

    private static object? Extreme(object? value, Arguments arguments, Rendering rendering, int sign)
    {
        var bound = arguments.Bind("case_sensitive", "attribute");
        var caseSensitive = bound.Truth(0);
        var path = bound.Value(1, null);
        var items = PythonSequence.Read(value);
        if (items.Count == 0)
            return new Undefined("an empty sequence has no least and no greatest item");
        object? Read(object? item) => Key(item, path, caseSensitive, rendering);
        return items.Aggregate((best, item) => PythonOrder.Comparer.Compare(Read(item), Read(best)) * sign > 0 ? item : best);
    }

    private static TemplateList Order(IReadOnlyList<object?> items, bool reverse, Rendering rendering, Func<object?, object?> key)
    {
        rendering.Step(items.Count * 8L);
        return new TemplateList(PythonOrder.Sort(items, key, reverse));
    }

    private static object? Key(object? item, object? path, bool caseSensitive, Rendering rendering) =>
        Fold(Members.Path(item, path, rendering), caseSensitive);

    private static object? Fold(object? value, bool caseSensitive) => value is string text && !caseSensitive ? text.ToLowerInvariant() : value;
}
