namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>The value of a variable or an attribute that does not exist: false, printed as nothing, and of no other use.</summary>
/// <param name="Reason">What does not exist.</param>
internal sealed record Undefined(string Reason)
{
    public static Undefined Variable(string name) => new($"'{name}' is undefined");

    public static Undefined Member(object? owner, object? key) => new(key is string name
        ? $"a value of type {PythonType.NameOf(owner)} has no attribute '{name}'"
        : $"a value of type {PythonType.NameOf(owner)} has no such item");

    public InvalidDataException Error() => new(Reason);
}
