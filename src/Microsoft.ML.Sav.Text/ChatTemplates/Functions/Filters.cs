using System.Collections.Frozen;
using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>Jinja's filters, but for those that serve web pages.</summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, Function> All = new Dictionary<string, Function>
    {
        ["abs"] = NumberFilters.Abs,
        ["attr"] = SequenceFilters.Attr,
        ["batch"] = SequenceFilters.Batch,
        ["capitalize"] = TextFilters.Capitalize,
        ["center"] = TextFilters.Center,
        ["count"] = SequenceFilters.Length,
        ["d"] = SelectionFilters.Default,
        ["default"] = SelectionFilters.Default,
        ["dictsort"] = SortFilters.DictSort,
        ["e"] = TextFilters.Escape,
        ["escape"] = TextFilters.Escape,
        ["first"] = SequenceFilters.First,
        ["float"] = NumberFilters.Float,
        ["groupby"] = SortFilters.GroupBy,
        ["indent"] = TextFilters.Indent,
        ["int"] = NumberFilters.Int,
        ["items"] = SequenceFilters.Items,
        ["join"] = TextFilters.Join,
        ["last"] = SequenceFilters.Last,
        ["length"] = SequenceFilters.Length,
        ["list"] = SequenceFilters.List,
        ["lower"] = TextFilters.Lower,
        ["map"] = SelectionFilters.Map,
        ["max"] = SortFilters.Max,
        ["min"] = SortFilters.Min,
        ["reject"] = SelectionFilters.Reject,
        ["rejectattr"] = SelectionFilters.RejectAttr,
        ["replace"] = TextFilters.Replace,
        ["reverse"] = SequenceFilters.Reverse,
        ["round"] = NumberFilters.Round,
        ["safe"] = TextFilters.String,
        ["select"] = SelectionFilters.Select,
        ["selectattr"] = SelectionFilters.SelectAttr,
        ["slice"] = SequenceFilters.Slice,
        ["sort"] = SortFilters.Sort,
        ["string"] = TextFilters.String,
        ["sum"] = NumberFilters.Sum,
        ["title"] = TextFilters.Title,
        ["tojson"] = JsonFilter.ToJson,
        ["trim"] = TextFilters.Trim,
        ["unique"] = SortFilters.Unique,
        ["upper"] = TextFilters.Upper,
        ["wordcount"] = TextFilters.WordCount,
    }.ToFrozenDictionary();

    /// <exception cref="InvalidDataException">There is no such filter, or it cannot be applied to this.</exception>
    public static object? Apply(string name, object? value, Arguments arguments, Rendering rendering)
    {
        if (!All.TryGetValue(name, out var filter))
            throw new InvalidDataException($"there is no filter '{name}'; there are {string.Join(", ", All.Keys.Order())}");
        rendering.PayForReading(value, arguments);
        return rendering.PayForMaking(filter(value, arguments, rendering));
    }
}
