using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>The variable <c>loop</c> inside a loop.</summary>
internal sealed class Loop(IReadOnlyList<object?> items) : ITemplateObject
{
    private Arguments? _lastArguments;

    public string TypeName => "loop";

    /// <summary>The index of the current item.</summary>
    public int Index { get; set; }

    public bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "index" => Index + 1L,
            "index0" => (long)Index,
            "revindex" => (long)items.Count - Index,
            "revindex0" => items.Count - Index - 1L,
            "first" => Index == 0,
            "last" => Index == items.Count - 1,
            "length" => (long)items.Count,
            "previtem" => Index > 0 ? items[Index - 1] : new Undefined("there is no previous item"),
            "nextitem" => Index + 1 < items.Count ? items[Index + 1] : new Undefined("there is no next item"),
            "depth" => 1L, // Deeper loops are recursive ones, which are not supported.
            "depth0" => 0L,
            "cycle" => new Callable(Cycle),
            "changed" => new Callable(Changed),
            _ => null,
        };
        return value is not null || name is "previtem" or "nextitem";
    }

    private object? Cycle(object? self, Arguments arguments, Rendering rendering) => arguments.Positional.Count > 0
        ? arguments.Positional[Index % arguments.Positional.Count]
        : throw new TemplateRuntimeException("loop.cycle has no items");

    private object? Changed(object? self, Arguments arguments, Rendering rendering)
    {
        foreach (var argument in arguments.Positional)
            rendering.ChargeContent(argument);
        var changed = _lastArguments is null || !_lastArguments.Positional.SequenceEqual(arguments.Positional, PythonEquality.Comparer);
        _lastArguments = arguments;
        return changed;
    }
}
