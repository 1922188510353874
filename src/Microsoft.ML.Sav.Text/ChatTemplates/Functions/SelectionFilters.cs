using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>Filters that choose or change items by a test, a filter or an attribute.</summary>
internal static class SelectionFilters
{
    public static object? Default(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("default_value", "boolean");
        return value is Undefined || (bound.Truth(1) && !PythonTruth.Of(value)) ? bound.Value(0, "") : value;
    }

    public static object? Select(object? value, Arguments arguments, Rendering rendering) =>
        Choose(value, Test(arguments, rendering), holds: true);

    public static object? Reject(object? value, Arguments arguments, Rendering rendering) =>
        Choose(value, Test(arguments, rendering), holds: false);

    public static object? SelectAttr(object? value, Arguments arguments, Rendering rendering) =>
        Choose(value, AttributeTest(arguments, rendering), holds: true);

    public static object? RejectAttr(object? value, Arguments arguments, Rendering rendering) =>
        Choose(value, AttributeTest(arguments, rendering), holds: false);

    public static object? Map(object? value, Arguments arguments, Rendering rendering)
    {
        var map = arguments.Positional.Count == 0 ? AttributeMap(arguments, rendering) : FilterMap(arguments, rendering);
        return new OneTimeSequence([.. PythonSequence.Read(value).Select(map)]);
    }

    private static Func<object?, object?> AttributeMap(Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("attribute", "default");
        var (path, fallback) = (bound.Required(0), bound.Value(1, null));
        return item =>
        {
            rendering.Step();
            return Members.Path(item, path, rendering) is var found && found is Undefined && fallback is not null ? fallback : found;
        };
    }

    private static Func<object?, object?> FilterMap(Arguments arguments, Rendering rendering)
    {
        var name = Name(arguments, 0, "filter");
        var rest = arguments.Skip(1);
        return item =>
        {
            rendering.Step();
            return Filters.Apply(name, item, rest, rendering);
        };
    }

    private static OneTimeSequence Choose(object? value, Func<object?, bool> test, bool holds) =>
        new([.. PythonSequence.Read(value).Where(item => test(item) == holds)]);

    private static Func<object?, bool> AttributeTest(Arguments arguments, Rendering rendering)
    {
        if (arguments.Positional is not [var path, ..])
            throw new InvalidDataException("the name of an attribute is missing");
        var test = Test(arguments.Skip(1), rendering);
        return item => test(Members.Path(item, path, rendering));
    }

    /// <summary>The test that the first argument names, with the others as its own; whether a value is true where there is none.</summary>
    private static Func<object?, bool> Test(Arguments arguments, Rendering rendering)
    {
        if (arguments.Positional.Count == 0)
            return PythonTruth.Of;
        var name = Name(arguments, 0, "test");
        var rest = arguments.Skip(1);
        return item =>
        {
            rendering.Step();
            return Tests.Holds(name, item, rest, rendering);
        };
    }

    private static string Name(Arguments arguments, int position, string what) => arguments.Positional[position] as string ??
        throw new InvalidDataException($"the name of a {what} should be a text, but is of type {PythonType.NameOf(arguments.Positional[position])}");
}
