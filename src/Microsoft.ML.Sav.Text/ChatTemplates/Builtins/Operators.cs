using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Python's operators for all types of values.</summary>
internal static class Operators
{
    public static object? Calculate(string operation, object? left, object? right, Rendering rendering)
    {
        if (PythonNumber.TryRead(left) is { } a && PythonNumber.TryRead(right) is { } b)
            return PythonNumber.Calculate(operation, a, b);
        return (operation, left, right) switch
        {
            (_, Undefined undefined, _) => throw undefined.CreateException(),
            (_, _, Undefined undefined) => throw undefined.CreateException(),
            ("+", string first, string second) => first + second,
            ("+", TemplateSequence first, TemplateSequence second) when first.GetType() == second.GetType() =>
                first.WithItems([.. first.Items, .. second.Items]),
            ("*", string or TemplateSequence, bool or long) => Repeat(left, right, rendering),
            ("*", bool or long, string or TemplateSequence) => Repeat(right, left, rendering),
            _ => throw new TemplateRuntimeException($"'{operation}' cannot be applied to values of type {PythonType.GetName(left)} and {PythonType.GetName(right)}"),
        };
    }

    private static object Repeat(object value, object? times, Rendering rendering)
    {
        var count = Math.Clamp(PythonNumber.TryRead(times) as long? ?? 0, 0, int.MaxValue);
        if (value is string text)
        {
            BoundedStringBuilder.Check(count * text.Length);
            return string.Concat(Enumerable.Repeat(text, text.Length == 0 ? 0 : (int)count));
        }
        var sequence = (TemplateSequence)value;
        rendering.Step(count * sequence.Items.Count);
        return sequence.WithItems([.. Enumerable.Repeat(sequence.Items, sequence.Items.Count == 0 ? 0 : (int)count).SelectMany(items => items)]);
    }

    public static object ApplySign(bool negative, object? operand) => PythonNumber.TryRead(operand) switch
    {
        long number => negative ? PythonNumber.Calculate("-", 0L, number) : number,
        double number => (object)(negative ? -number : number),
        _ when operand is Undefined undefined => throw undefined.CreateException(),
        _ => throw new TemplateRuntimeException($"a value of type {PythonType.GetName(operand)} cannot have a sign"),
    };

    public static bool Compare(string comparison, object? left, object? right, Rendering rendering)
    {
        if (comparison is "in" or "not in")
            return Contains(right, left, rendering) == (comparison == "in");
        rendering.ChargeComparison(left, right);
        return comparison switch
        {
            "==" => PythonEquality.AreEqual(left, right),
            "!=" => !PythonEquality.AreEqual(left, right),
            _ when left is Undefined undefined => throw undefined.CreateException(),
            _ when right is Undefined undefined => throw undefined.CreateException(),
            "<" => PythonOrder.Comparer.Compare(left, right) < 0,
            "<=" => PythonOrder.Comparer.Compare(left, right) <= 0,
            ">" => PythonOrder.Comparer.Compare(left, right) > 0,
            _ => PythonOrder.Comparer.Compare(left, right) >= 0,
        };
    }

    private static bool Contains(object? container, object? item, Rendering rendering)
    {
        if (container is string text && item is string part)
            rendering.ChargeSearch(text, part);
        else if (container is TemplateDictionary)
            rendering.ChargeContent(item);
        else
            rendering.ChargeMembership(container, item);
        return PythonSequence.Contains(container, item);
    }
}
