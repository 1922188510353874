using System.Globalization;
using Microsoft.ML.Sav.Lmm.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Lmm.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Lmm.ChatTemplates.Functions;

/// <summary>Filters that make numbers.</summary>
internal static class NumberFilters
{
    public static object? Abs(object? value, Arguments arguments, Rendering rendering)
    {
        arguments.Bind();
        return PythonNumber.TryRead(value) switch
        {
            long number => number < 0 ? PythonNumber.Calculate("-", 0L, number) : number,
            double number => (object)Math.Abs(number),
            _ => throw new InvalidDataException($"the filter 'abs' needs a number, not a value of type {PythonType.NameOf(value)}"),
        };
    }

    public static object? Int(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("default", "base");
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
        return PythonNumber.TryRead(value) is { } number
            ? Convert.ToDouble(number)
            : value is string text && TryParseFloat(text) is { } parsed ? parsed : bound.Value(0, 0.0);
    }

    public static object? Round(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("precision", "method");
        var precision = (int)Math.Clamp(bound.Integer(0, 0), -300, 300);
        var method = bound.Text(1, "common");
        var number = PythonNumber.TryRead(value) ??
            throw new InvalidDataException($"the filter 'round' needs a number, not a value of type {PythonType.NameOf(value)}");
        if (method == "common" && number is long && precision >= 0)
            return number;
        var scale = Math.Pow(10, precision);
        var scaled = Convert.ToDouble(number) * scale;
        return method switch
        {
            "ceil" => Math.Ceiling(scaled) / scale,
            "floor" => Math.Floor(scaled) / scale,
            "common" when precision is >= 0 and <= 15 => Math.Round(Convert.ToDouble(number), precision, MidpointRounding.ToEven),
            "common" => Math.Round(scaled, MidpointRounding.ToEven) / scale,
            _ => throw new InvalidDataException($"the method of the filter 'round' should be common, ceil or floor, not '{method}'"),
        };
    }

    public static object? Sum(object? value, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("attribute", "start");
        return PythonSequence.Read(value).Aggregate(bound.Value(1, 0L), (sum, item) =>
            rendering.PayForMaking(Operators.Calculate("+", sum, Members.Path(item, bound.Value(0, null), rendering), rendering)));
    }

    private static long? TryParseInteger(string text, long radix)
    {
        var digits = text.Trim().Replace("_", "");
        if (radix == 10)
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (radix != 16)
            throw new InvalidDataException($"the filter 'int' reads numbers to the base 10 or 16, not {radix}");
        var plain = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        return long.TryParse(plain, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal) ? hexadecimal : null;
    }

    private static double? TryParseFloat(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static object? Truncate(double number) => Math.Abs(number) < long.MaxValue ? (long)number : null;
}
