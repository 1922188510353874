using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>What operators do with values of all types.</summary>
internal static class Operators
{
    public static object? Calculate(string operation, object? left, object? right, Rendering rendering)
    {
        if (PythonNumber.TryRead(left) is { } a && PythonNumber.TryRead(right) is { } b)
            return PythonNumber.Calculate(operation, a, b);
        return (operation, left, right) switch
        {
            (_, Undefined undefined, _) => throw undefined.Error(),
            (_, _, Undefined undefined) => throw undefined.Error(),
            ("+", string first, string second) => first + second,
            ("+", TemplateSequence first, TemplateSequence second) when first.GetType() == second.GetType() =>
                first.With([.. first.Items, .. second.Items]),
            ("*", string or TemplateSequence, bool or long) => Repeat(left, right, rendering),
            ("*", bool or long, string or TemplateSequence) => Repeat(right, left, rendering),
            _ => throw new InvalidDataException($"'{operation}' cannot be applied to values of type {PythonType.NameOf(left)} and {PythonType.NameOf(right)}"),
        };
    }

    private static object Repeat(object value, object? times, Rendering rendering)
    {
        var count = Math.Clamp(PythonNumber.TryRead(times) as long? ?? 0, 0, int.MaxValue);
        if (value is string text)
        {
            BoundedText.Check(count * text.Length);
            return string.Concat(Enumerable.Repeat(text, text.Length == 0 ? 0 : (int)count));
        }
        var sequence = (TemplateSequence)value;
        rendering.Step(count * sequence.Items.Count);
        return sequence.With([.. Enumerable.Repeat(sequence.Items, sequence.Items.Count == 0 ? 0 : (int)count).SelectMany(items => items)]);
    }

    public static object Sign(bool negative, object? operand) => PythonNumber.TryRead(operand) switch
    {
        long number => negative ? PythonNumber.Calculate("-", 0L, number) : number,
        double number => (object)(negative ? -number : number),
        _ when operand is Undefined undefined => throw undefined.Error(),
        _ => throw new InvalidDataException($"a value of type {PythonType.NameOf(operand)} cannot have a sign"),
    };

    public static bool Compare(string comparison, object? left, object? right) => comparison switch
    {
        "==" => PythonEquality.AreEqual(left, right),
        "!=" => !PythonEquality.AreEqual(left, right),
        "in" => PythonSequence.Contains(right, left),
        "not in" => !PythonSequence.Contains(right, left),
        _ when left is Undefined undefined => throw undefined.Error(),
        _ when right is Undefined undefined => throw undefined.Error(),
        "<" => PythonOrder.Comparer.Compare(left, right) < 0,
        "<=" => PythonOrder.Comparer.Compare(left, right) <= 0,
        ">" => PythonOrder.Comparer.Compare(left, right) > 0,
        _ => PythonOrder.Comparer.Compare(left, right) >= 0,
    };
}
