using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Calls;

/// <summary>The arguments of a function, by the index of their parameter and with the type that the function expects.</summary>
internal readonly struct BoundArguments(IReadOnlyList<string> parameters, Arguments arguments)
{
    /// <summary>Whether the parameter has an argument.</summary>
    public bool Has(int parameter) => parameter < arguments.Positional.Count || arguments.Named.ContainsKey(parameters[parameter]);

    /// <summary>The argument, or <paramref name="defaultValue"/> if it is missing.</summary>
    public object? Value(int parameter, object? defaultValue) => Has(parameter) ? Required(parameter) : defaultValue;

    public object? Required(int parameter)
    {
        if (parameter < arguments.Positional.Count)
            return arguments.Positional[parameter];
        return arguments.Named.TryGetValue(parameters[parameter], out var value)
            ? value
            : throw new TemplateRuntimeException($"the argument '{parameters[parameter]}' is missing");
    }

    public bool Boolean(int parameter) => PythonTruth.IsTrue(Value(parameter, false));

    public long Integer(int parameter, long? defaultValue = null) => Has(parameter) || defaultValue is null
        ? PythonNumber.TryRead(Required(parameter)) as long? ?? throw CreateTypeException(parameter, "an integer")
        : defaultValue.Value;

    public string String(int parameter, string? defaultValue = null) => Has(parameter) || defaultValue is null
        ? Required(parameter) as string ?? throw CreateTypeException(parameter, "a string")
        : defaultValue;

    /// <summary>The argument as a string, or null if it is missing or None.</summary>
    public string? OptionalString(int parameter) => Value(parameter, null) is null ? null : String(parameter);

    public TemplateRuntimeException CreateTypeException(int parameter, string expected) =>
        new($"the argument '{parameters[parameter]}': expected {expected}, found a value of type {PythonType.GetName(Required(parameter))}");
}
