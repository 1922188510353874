using System.Collections.Frozen;
using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>Jinja's tests: <c>x is defined</c>, <c>x is divisibleby 3</c>.</summary>
internal static class Tests
{
    private static readonly FrozenDictionary<string, Func<object?, bool>> Plain = new Dictionary<string, Func<object?, bool>>
    {
        ["boolean"] = value => value is bool,
        ["callable"] = value => value is Callable,
        ["defined"] = value => value is not Undefined,
        ["even"] = value => Remainder(value, 2L) == 0,
        ["false"] = value => value is false,
        ["float"] = value => value is double,
        ["integer"] = value => value is long,
        ["iterable"] = value => value is string or TemplateCollection or OneTimeSequence or Undefined,
        ["lower"] = value => PythonText.Print(value) is var text && StringMethods.IsCased(text, char.IsLower, char.IsUpper),
        ["mapping"] = value => value is TemplateDictionary,
        ["none"] = value => value is null,
        ["number"] = value => value is bool or long or double,
        ["odd"] = value => Remainder(value, 2L) == 1,
        ["sequence"] = value => value is string or TemplateCollection or Undefined,
        ["string"] = value => value is string,
        ["true"] = value => value is true,
        ["undefined"] = value => value is Undefined,
        ["upper"] = value => PythonText.Print(value) is var text && StringMethods.IsCased(text, char.IsUpper, char.IsLower),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<object?, object?, bool>> WithArgument = new Dictionary<string, Func<object?, object?, bool>>
    {
        ["divisibleby"] = (value, number) => Remainder(value, number) == 0,
        ["sameas"] = (value, other) => ReferenceEquals(value, other) || (value is bool or string or long && value.Equals(other)),
        ["in"] = (value, container) => Operators.Compare("in", value, container),
        ["eq"] = (value, other) => Operators.Compare("==", value, other),
        ["equalto"] = (value, other) => Operators.Compare("==", value, other),
        ["=="] = (value, other) => Operators.Compare("==", value, other),
        ["ne"] = (value, other) => Operators.Compare("!=", value, other),
        ["!="] = (value, other) => Operators.Compare("!=", value, other),
        ["lt"] = (value, other) => Operators.Compare("<", value, other),
        ["lessthan"] = (value, other) => Operators.Compare("<", value, other),
        ["<"] = (value, other) => Operators.Compare("<", value, other),
        ["le"] = (value, other) => Operators.Compare("<=", value, other),
        ["<="] = (value, other) => Operators.Compare("<=", value, other),
        ["gt"] = (value, other) => Operators.Compare(">", value, other),
        ["greaterthan"] = (value, other) => Operators.Compare(">", value, other),
        [">"] = (value, other) => Operators.Compare(">", value, other),
        ["ge"] = (value, other) => Operators.Compare(">=", value, other),
        [">="] = (value, other) => Operators.Compare(">=", value, other),
    }.ToFrozenDictionary();

    /// <exception cref="InvalidDataException">There is no such test, or it cannot be applied to this.</exception>
    public static bool Holds(string name, object? value, Arguments arguments, Rendering rendering)
    {
        rendering.PayForReading(value, arguments);
        if (Plain.TryGetValue(name, out var plain))
        {
            arguments.Bind();
            return plain(value);
        }
        return WithArgument.TryGetValue(name, out var test)
            ? test(value, arguments.Bind("other").Required(0))
            : throw new InvalidDataException($"there is no test '{name}'; there are {string.Join(", ", Plain.Keys.Concat(WithArgument.Keys).Order())}");
    }

    private static double Remainder(object? value, object? divisor) =>
        Convert.ToDouble(PythonNumber.Calculate("%", Number(value), Number(divisor)));

    private static object Number(object? value) =>
        PythonNumber.TryRead(value) ?? throw new InvalidDataException($"expected a number, found a value of type {PythonType.NameOf(value)}");
}
