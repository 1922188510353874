using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Filters that select or map items by a test, a filter or an attribute.</summary>
internal static class SelectionFilters
{
    public static object? Default(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("default_value", "boolean");
        return value is Undefined || (bound.Boolean(1) && !PythonTruth.IsTrue(value)) ? bound.Value(0, "") : value;
    }

    public static object? Select(object? value, Arguments arguments, Rendering rendering) =>
        Select(value, CreateTest(arguments, rendering), expected: true);

    public static object? Reject(object? value, Arguments arguments, Rendering rendering) =>
        Select(value, CreateTest(arguments, rendering), expected: false);

    public static object? SelectAttr(object? value, Arguments arguments, Rendering rendering) =>
        Select(value, CreateAttributeTest(arguments, rendering), expected: true);

    public static object? RejectAttr(object? value, Arguments arguments, Rendering rendering) =>
        Select(value, CreateAttributeTest(arguments, rendering), expected: false);

    public static object? Map(object? value, Arguments arguments, Rendering rendering)
    {
        var map = arguments.Positional.Count == 0 ? CreateAttributeMap(arguments, rendering) : CreateFilterMap(arguments, rendering);
        return new TemplateIterator([.. PythonSequence.Read(value).Select(map)]);
    }

    private static Func<object?, object?> CreateAttributeMap(Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("attribute", "default");
        var (path, fallback) = (bound.Required(0), bound.Value(1, null));
        return item =>
        {
            rendering.Step();
            return Members.GetPath(item, path, rendering) is var found && found is Undefined && fallback is not null ? fallback : found;
        };
    }

    private static Func<object?, object?> CreateFilterMap(Arguments arguments, Rendering rendering)
    {
        var name = ReadName(arguments, "filter");
        var rest = arguments.Skip(1);
        return item =>
        {
            rendering.Step();
            return Filters.Apply(name, item, rest, rendering);
        };
    }

    private static TemplateIterator Select(object? value, Func<object?, bool> test, bool expected) =>
        new([.. PythonSequence.Read(value).Where(item => test(item) == expected)]);

    private static Func<object?, bool> CreateAttributeTest(Arguments arguments, Rendering rendering)
    {
        if (arguments.Positional is not [var path, ..])
            throw new TemplateRuntimeException("the name of an attribute is missing");
        var test = CreateTest(arguments.Skip(1), rendering);
        return item => test(Members.GetPath(item, path, rendering));
    }

    /// <summary>Creates the test that the first argument names, with the other arguments; without arguments, whether a value is true.</summary>
    private static Func<object?, bool> CreateTest(Arguments arguments, Rendering rendering)
    {
        if (arguments.Positional.Count == 0)
            return PythonTruth.IsTrue;
        var name = ReadName(arguments, "test");
        var rest = arguments.Skip(1);
        return item =>
        {
            rendering.Step();
            return TestFunctions.Holds(name, item, rest, rendering);
        };
    }

    private static string ReadName(Arguments arguments, string kind) => arguments.Positional[0] as string ??
        throw new TemplateRuntimeException($"expected a string as the name of a {kind}, found a value of type {PythonType.GetName(arguments.Positional[0])}");
}
