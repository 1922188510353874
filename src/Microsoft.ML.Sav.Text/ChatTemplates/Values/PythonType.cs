namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>
/// The names of Python's types for the values of a template: <c>NoneType</c> (null), <c>bool</c>, <c>int</c> (long), <c>float</c> (double),
/// <c>str</c>, <c>list</c>, <c>tuple</c> and <c>dict</c>.
/// </summary>
internal static class PythonType
{
    public static string GetName(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        long => "int",
        double => "float",
        string => "str",
        TemplateTuple => "tuple",
        TemplateList => "list",
        TemplateDictionary => "dict",
        TemplateIterator => "iterator",
        Undefined => "undefined",
        ITemplateObject other => other.TypeName,
        _ => throw new InvalidOperationException($"Templates have no values of type {value.GetType().Name}."),
    };
}
