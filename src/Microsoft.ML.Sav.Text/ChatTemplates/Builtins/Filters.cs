using System.Collections.Frozen;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Jinja's built-in filters, except those for web pages.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, Function> All = new Dictionary<string, Function>
    {
        ["abs"] = NumberFilters.Abs,
        ["attr"] = SequenceFilters.Attr,
        ["batch"] = SequenceFilters.Batch,
        ["capitalize"] = StringFilters.Capitalize,
        ["center"] = StringFilters.Center,
        ["count"] = SequenceFilters.Length,
        ["d"] = SelectionFilters.Default,
        ["default"] = SelectionFilters.Default,
        ["dictsort"] = SortFilters.DictSort,
        ["e"] = StringFilters.Escape,
        ["escape"] = StringFilters.Escape,
        ["first"] = SequenceFilters.First,
        ["float"] = NumberFilters.Float,
        ["groupby"] = SortFilters.GroupBy,
        ["indent"] = StringFilters.Indent,
        ["int"] = NumberFilters.Int,
        ["items"] = SequenceFilters.Items,
        ["join"] = StringFilters.Join,
        ["last"] = SequenceFilters.Last,
        ["length"] = SequenceFilters.Length,
        ["list"] = SequenceFilters.List,
        ["lower"] = StringFilters.Lower,
        ["map"] = SelectionFilters.Map,
        ["max"] = SortFilters.Max,
        ["min"] = SortFilters.Min,
        ["reject"] = SelectionFilters.Reject,
        ["rejectattr"] = SelectionFilters.RejectAttr,
        ["replace"] = StringFilters.Replace,
        ["reverse"] = SequenceFilters.Reverse,
        ["round"] = NumberFilters.Round,
        ["safe"] = StringFilters.String,
        ["select"] = SelectionFilters.Select,
        ["selectattr"] = SelectionFilters.SelectAttr,
        ["slice"] = SequenceFilters.Slice,
        ["sort"] = SortFilters.Sort,
        ["string"] = StringFilters.String,
        ["sum"] = NumberFilters.Sum,
        ["title"] = StringFilters.Title,
        ["tojson"] = JsonFilter.ToJson,
        ["trim"] = StringFilters.Trim,
        ["unique"] = SortFilters.Unique,
        ["upper"] = StringFilters.Upper,
        ["wordcount"] = StringFilters.WordCount,
    }.ToFrozenDictionary();

    /// <exception cref="TemplateRuntimeException">The filter does not exist, or cannot be applied to the value.</exception>
    public static object? Apply(string name, object? value, Arguments arguments, Rendering rendering)
    {
        if (!All.TryGetValue(name, out var filter))
            throw new TemplateRuntimeException($"there is no filter '{name}'; expected one of {string.Join(", ", All.Keys.Order())}");
        rendering.ChargeRead(value, arguments);
        return rendering.ChargeCreated(filter(value, arguments, rendering));
    }
}
