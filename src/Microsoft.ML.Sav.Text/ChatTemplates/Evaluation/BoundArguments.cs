using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>Arguments by the place of their parameter, read as the type that the function needs.</summary>
internal readonly struct BoundArguments(IReadOnlyList<string> parameters, Arguments arguments)
{
    /// <summary>Whether the parameter has an argument.</summary>
    public bool Has(int parameter) => parameter < arguments.Positional.Count || arguments.Named.ContainsKey(parameters[parameter]);

    /// <summary>The argument, or <paramref name="fallback"/> where there is none.</summary>
    public object? Value(int parameter, object? fallback) => Has(parameter) ? Required(parameter) : fallback;

    public object? Required(int parameter)
    {
        if (parameter < arguments.Positional.Count)
            return arguments.Positional[parameter];
        return arguments.Named.TryGetValue(parameters[parameter], out var value)
            ? value
            : throw new InvalidDataException($"the argument '{parameters[parameter]}' is missing");
    }

    public bool Truth(int parameter, bool fallback = false) => PythonTruth.Of(Value(parameter, fallback));

    public long Integer(int parameter, long? fallback = null) => Has(parameter) || fallback is null
        ? PythonNumber.TryRead(Required(parameter)) as long? ?? throw Wrong(parameter, "a whole number")
        : fallback.Value;

    public string Text(int parameter, string? fallback = null) => Has(parameter) || fallback is null
        ? Required(parameter) as string ?? throw Wrong(parameter, "a text")
        : fallback;

    /// <summary>The argument as a text, or null where there is none or it is None.</summary>
    public string? OptionalText(int parameter) => Value(parameter, null) is null ? null : Text(parameter);

    public InvalidDataException Wrong(int parameter, string expected) =>
        new($"the argument '{parameters[parameter]}' should be {expected}, but is of type {PythonType.NameOf(Required(parameter))}");
}
