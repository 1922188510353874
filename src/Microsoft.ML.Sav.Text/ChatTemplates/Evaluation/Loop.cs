using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>The variable <c>loop</c> within a loop.</summary>
internal sealed class Loop(IReadOnlyList<object?> items) : IAttributes
{
    private Arguments? _lastChange;

    /// <summary>The position of the item whose turn it is.</summary>
    public int Index { get; set; }

    public bool TryGet(string name, out object? value)
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
            "depth" => 1L, // deeper ones are loops that call themselves, which are not supported
            "depth0" => 0L,
            "cycle" => new Callable(Cycle),
            "changed" => new Callable(Changed),
            _ => null,
        };
        return value is not null || name is "previtem" or "nextitem";
    }

    private object? Cycle(object? self, Arguments arguments, Rendering rendering) => arguments.Positional.Count > 0
        ? arguments.Positional[Index % arguments.Positional.Count]
        : throw new InvalidDataException("loop.cycle has no items");

    private object? Changed(object? self, Arguments arguments, Rendering rendering)
    {
        var changed = _lastChange is null || !_lastChange.Positional.SequenceEqual(arguments.Positional, PythonEquality.Comparer);
        _lastChange = arguments;
        return changed;
    }
}
