using System.Collections.Frozen;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>
/// Jinja's built-in filters, except those for web pages and <c>filesizeformat</c>, <c>format</c>, <c>pprint</c>, <c>random</c>,
/// <c>truncate</c> and <c>wordwrap</c>.
/// </summary>
internal static class Filters
{
    private static readonly FrozenDictionary<string, Function> All = new Dictionary<string, Function>
    {
        ["abs"] = WithoutArguments(NumberFilters.Abs),
        ["attr"] = SequenceFilters.Attr,
        ["batch"] = SequenceFilters.Batch,
        ["capitalize"] = WithoutArguments(value => CodePoints.Capitalize(PythonString.Str(value))),
        ["center"] = StringFilters.Center,
        ["count"] = WithoutArguments(value => PythonSequence.Length(value)),
        ["d"] = SelectionFilters.Default,
        ["default"] = SelectionFilters.Default,
        ["dictsort"] = SortFilters.DictSort,
        ["e"] = WithoutArguments(StringFilters.Escape),
        ["escape"] = WithoutArguments(StringFilters.Escape),
        ["first"] = WithoutArguments(SequenceFilters.First),
        ["float"] = NumberFilters.Float,
        ["groupby"] = SortFilters.GroupBy,
        ["indent"] = StringFilters.Indent,
        ["int"] = NumberFilters.Int,
        ["items"] = WithoutArguments(SequenceFilters.Items),
        ["join"] = StringFilters.Join,
        ["last"] = WithoutArguments(SequenceFilters.Last),
        ["length"] = WithoutArguments(value => PythonSequence.Length(value)),
        ["list"] = WithoutArguments(value => new TemplateList(PythonSequence.Read(value))),
        ["lower"] = WithoutArguments(value => PythonString.Str(value).ToLowerInvariant()),
        ["map"] = SelectionFilters.Map,
        ["max"] = SortFilters.Max,
        ["min"] = SortFilters.Min,
        ["reject"] = SelectionFilters.Reject,
        ["rejectattr"] = SelectionFilters.RejectAttr,
        ["replace"] = StringFilters.Replace,
        ["reverse"] = WithoutArguments(SequenceFilters.Reverse),
        ["round"] = NumberFilters.Round,
        ["safe"] = WithoutArguments(PythonString.Str),
        ["select"] = SelectionFilters.Select,
        ["selectattr"] = SelectionFilters.SelectAttr,
        ["slice"] = SequenceFilters.Slice,
        ["sort"] = SortFilters.Sort,
        ["string"] = WithoutArguments(PythonString.Str),
        ["sum"] = NumberFilters.Sum,
        ["title"] = WithoutArguments(StringFilters.Title),
        ["tojson"] = JsonFilter.ToJson,
        ["trim"] = StringFilters.Trim,
        ["unique"] = SortFilters.Unique,
        ["upper"] = WithoutArguments(value => CodePoints.ToUpper(PythonString.Str(value))),
        ["wordcount"] = WithoutArguments(StringFilters.WordCount),
    }.ToFrozenDictionary();

    /// <exception cref="TemplateRuntimeException">The filter does not exist, or cannot be applied to the value.</exception>
    public static object? Apply(string name, object? value, Arguments arguments, Rendering rendering)
    {
        if (!All.TryGetValue(name, out var filter))
            throw new TemplateRuntimeException($"there is no filter '{name}'; expected one of {string.Join(", ", All.Keys.Order())}");
        rendering.ChargeRead(value, arguments);
        return rendering.ChargeCreated(filter(value, arguments, rendering));
    }

    private static Function WithoutArguments(Func<object?, object?> filter) => (value, arguments, _) =>
    {
        arguments.Bind();
        return filter(value);
    };
}
