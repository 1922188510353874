namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>
/// The values that a template works with, by the names of their Python types: <c>NoneType</c> (null), <c>bool</c>, <c>int</c> (long),
/// <c>float</c> (double), <c>str</c>, <c>list</c>, <c>tuple</c>, <c>dict</c>, and what only templates make.
/// </summary>
internal static class PythonType
{
    public static string NameOf(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        long => "int",
        double => "float",
        string => "str",
        TemplateTuple => "tuple",
        TemplateList => "list",
        TemplateDictionary => "dict",
        Undefined => "undefined",
        TemplateNamespace => "namespace",
        OneTimeSequence => "iterator",
        Callable => "function",
        _ => "loop",
    };
}
