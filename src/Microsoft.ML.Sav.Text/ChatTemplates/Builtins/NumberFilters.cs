using System.Globalization;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Filters that return numbers.</summary>
internal static class NumberFilters
{
    public static object? Abs(object? value) => PythonNumber.TryRead(value) switch
    {
        long number => number < 0 ? PythonNumber.Calculate("-", 0L, number) : number,
        double number => (object)Math.Abs(number),
        _ => throw new TemplateRuntimeException($"the filter 'abs' expects a number, found a value of type {PythonType.GetName(value)}"),
    };

    public static object? Int(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("default", "base");
        if (value is Undefined undefined)
            throw undefined.CreateException();
        if (value is string text && TryParseInteger(text, bound.Integer(1, 10)) is { } parsed)
            return parsed;
        return PythonNumber.TryRead(value) switch
        {
            long number => number,
            double number => Truncate(number) ?? bound.Value(0, 0L),
            _ => (value is string decimals && TryParseFloat(decimals) is { } number ? Truncate(number) : null) ?? bound.Value(0, 0L),
        };
    }

    public static object? Float(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("default");
        if (value is Undefined undefined)
            throw undefined.CreateException();
        return PythonNumber.TryRead(value) is { } number
            ? Convert.ToDouble(number)
            : value is string text && TryParseFloat(text) is { } parsed ? parsed : bound.Value(0, 0.0);
    }

    public static object? Round(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("precision", "method");
        if (bound.Integer(0, 0) is not (>= 0 and <= 15 and var precision))
            throw bound.CreateTypeException(0, "a number from 0 to 15");
        var number = PythonNumber.TryRead(value) ??
            throw new TemplateRuntimeException($"the filter 'round' expects a number, found a value of type {PythonType.GetName(value)}");
        var scale = Math.Pow(10, precision);
        return bound.String(1, "common") switch
        {
            "common" when number is long => number,
            "common" => RoundDigits(Convert.ToDouble(number), precision),
            "ceil" => Math.Ceiling(Convert.ToDouble(number) * scale) / scale,
            "floor" => Math.Floor(Convert.ToDouble(number) * scale) / scale,
            _ => throw bound.CreateTypeException(1, "'common', 'ceil' or 'floor'"),
        };
    }

    public static object? Sum(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("attribute", "start");
        var path = bound.Value(0, null);
        return PythonSequence.Read(value).Aggregate(bound.Value(1, 0L), (sum, item) =>
        {
            rendering.Step();
            return rendering.ChargeCreated(Operators.Calculate("+", sum, Members.GetPath(item, path, rendering), rendering));
        });
    }

    private static long? TryParseInteger(string text, long radix)
    {
        var digits = text.Trim().Replace("_", "");
        if (radix == 10)
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (radix != 16)
            throw new TemplateRuntimeException($"the filter 'int' expects the base 10 or 16, found {radix}");
        var plain = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        return long.TryParse(plain, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal) ? hexadecimal : null;
    }

    // Math.Round multiplies first, which makes 2.675, in binary a little less, 267.5.
    private static double RoundDigits(double number, long precision) =>
        double.Parse(number.ToString($"F{precision}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double? TryParseFloat(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static object? Truncate(double number) => Math.Abs(number) < long.MaxValue ? (long)number : null;
}
