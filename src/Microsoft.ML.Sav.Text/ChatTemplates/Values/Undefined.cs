namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>The value of a variable or attribute that does not exist: false, printed as an empty string, and an error in most operations.</summary>
/// <param name="Reason">What does not exist.</param>
internal sealed record Undefined(string Reason)
{
    public static Undefined FromVariable(string name) => new($"'{name}' is undefined");

    public static Undefined FromMember(object? owner, object? key) => new(key is string name
        ? $"a value of type {PythonType.GetName(owner)} has no attribute '{name}'"
        : $"a value of type {PythonType.GetName(owner)} has no such item");

    public TemplateRuntimeException CreateException() => new(Reason);
}
