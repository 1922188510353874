using System.Collections.Frozen;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Jinja's built-in tests, such as <c>x is defined</c> or <c>x is divisibleby 3</c>.</summary>
internal static class TestFunctions
{
    private static readonly FrozenDictionary<string, Func<object?, bool>> WithoutArgument = new Dictionary<string, Func<object?, bool>>
    {
        ["boolean"] = value => value is bool,
        ["callable"] = value => value is Callable,
        ["defined"] = value => value is not Undefined,
        ["even"] = value => Remainder(value, 2L) == 0,
        ["false"] = value => value is false,
        ["float"] = value => value is double,
        ["integer"] = value => value is long,
        ["iterable"] = value => value is string or TemplateCollection or TemplateIterator or Undefined,
        ["lower"] = value => PythonString.Str(value) is var text && StringMethods.IsCased(text, char.IsLower, char.IsUpper),
        ["mapping"] = value => value is TemplateDictionary,
        ["none"] = value => value is null,
        ["number"] = value => value is bool or long or double,
        ["odd"] = value => Remainder(value, 2L) == 1,
        ["sequence"] = value => value is string or TemplateCollection or Undefined,
        ["string"] = value => value is string,
        ["true"] = value => value is true,
        ["undefined"] = value => value is Undefined,
        ["upper"] = value => PythonString.Str(value) is var text && StringMethods.IsCased(text, char.IsUpper, char.IsLower),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<object?, object?, Rendering, bool>> WithArgument = new Dictionary<string, Func<object?, object?, Rendering, bool>>
    {
        ["divisibleby"] = (value, number, _) => Remainder(value, number) == 0,
        ["sameas"] = (value, other, _) => ReferenceEquals(value, other) || (value is bool or string or long && value.Equals(other)),
        ["in"] = (value, container, rendering) => Operators.Compare("in", value, container, rendering),
        ["eq"] = (value, other, rendering) => Operators.Compare("==", value, other, rendering),
        ["equalto"] = (value, other, rendering) => Operators.Compare("==", value, other, rendering),
        ["=="] = (value, other, rendering) => Operators.Compare("==", value, other, rendering),
        ["ne"] = (value, other, rendering) => Operators.Compare("!=", value, other, rendering),
        ["!="] = (value, other, rendering) => Operators.Compare("!=", value, other, rendering),
        ["lt"] = (value, other, rendering) => Operators.Compare("<", value, other, rendering),
        ["lessthan"] = (value, other, rendering) => Operators.Compare("<", value, other, rendering),
        ["<"] = (value, other, rendering) => Operators.Compare("<", value, other, rendering),
        ["le"] = (value, other, rendering) => Operators.Compare("<=", value, other, rendering),
        ["<="] = (value, other, rendering) => Operators.Compare("<=", value, other, rendering),
        ["gt"] = (value, other, rendering) => Operators.Compare(">", value, other, rendering),
        ["greaterthan"] = (value, other, rendering) => Operators.Compare(">", value, other, rendering),
        [">"] = (value, other, rendering) => Operators.Compare(">", value, other, rendering),
        ["ge"] = (value, other, rendering) => Operators.Compare(">=", value, other, rendering),
        [">="] = (value, other, rendering) => Operators.Compare(">=", value, other, rendering),
    }.ToFrozenDictionary();

    /// <exception cref="TemplateRuntimeException">The test does not exist, or cannot be applied to the value.</exception>
    public static bool Holds(string name, object? value, Arguments arguments, Rendering rendering)
    {
        rendering.ChargeRead(value, arguments);
        if (WithoutArgument.TryGetValue(name, out var plain))
        {
            arguments.Bind();
            return plain(value);
        }
        return WithArgument.TryGetValue(name, out var test)
            ? test(value, arguments.Bind("other").Required(0), rendering)
            : throw new TemplateRuntimeException($"there is no test '{name}'; expected one of {string.Join(", ", WithoutArgument.Keys.Concat(WithArgument.Keys).Order())}");
    }

    private static double Remainder(object? value, object? divisor) =>
        Convert.ToDouble(PythonNumber.Calculate("%", Number(value), Number(divisor)));

    private static object Number(object? value) =>
        PythonNumber.TryRead(value) ?? throw new TemplateRuntimeException($"expected a number, found a value of type {PythonType.GetName(value)}");
}
