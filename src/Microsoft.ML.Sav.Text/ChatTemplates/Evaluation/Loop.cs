using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>The variable <c>loop</c> inside a loop. Reads ahead only if the template asks for what follows the current item.</summary>
/// <param name="source">The items.</param>
internal sealed class Loop(IEnumerator<object?> source) : ITemplateObject
{
    private readonly List<object?> _items = [];
    private int _index = -1;
    private Arguments? _lastArguments;

    public string TypeName => "loop";

    public object? Current => _items[_index];

    public bool MoveNext()
    {
        if (!TryRead(_index + 1))
            return false;
        _index++;
        return true;
    }

    public bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "index" => _index + 1L,
            "index0" => (long)_index,
            "revindex" => CountAll() - _index,
            "revindex0" => CountAll() - _index - 1,
            "first" => _index == 0,
            "last" => !TryRead(_index + 1),
            "length" => CountAll(),
            "previtem" => _index > 0 ? _items[_index - 1] : new Undefined("there is no previous item"),
            "nextitem" => TryRead(_index + 1) ? _items[_index + 1] : new Undefined("there is no next item"),
            "depth" => 1L, // Deeper loops are recursive ones, which are not supported.
            "depth0" => 0L,
            "cycle" => new Callable(Cycle),
            "changed" => new Callable(Changed),
            _ => null,
        };
        return value is not null || name is "previtem" or "nextitem";
    }

    /// <summary>Reads the items up to an index. Returns false if there are fewer.</summary>
    private bool TryRead(int index)
    {
        while (_items.Count <= index && source.MoveNext())
            _items.Add(source.Current);
        return index < _items.Count;
    }

    private long CountAll()
    {
        TryRead(int.MaxValue);
        return _items.Count;
    }

    private object? Cycle(object? self, Arguments arguments, Rendering rendering) => arguments.Positional.Count > 0
        ? arguments.Positional[_index % arguments.Positional.Count]
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
