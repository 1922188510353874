using System.Globalization;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Formats a <c>float</c> as Python's <c>repr</c> does: the shortest digits that parse to the same number.</summary>
internal static class PythonFloat
{
    public static string Repr(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";

        var (sign, digits, exponent) = GetDigits(value);
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }
        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        var whole = digits.PadRight(exponent + 1, '0');
        return $"{sign}{whole[..(exponent + 1)]}.{(whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0")}";
    }

    /// <summary>Splits a number into <c>d.ddd * 10^exponent</c>.</summary>
    private static (string Sign, string Digits, int Exponent) GetDigits(double value)
    {
        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 16; precision++)
        {
            var shorter = value.ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture) != value)
                continue;
            text = shorter;
            break;
        }
        var split = text.IndexOf('E');
        var sign = text[0] == '-' ? "-" : "";
        return (sign, text[sign.Length..split].Replace(".", ""), int.Parse(text[(split + 1)..], CultureInfo.InvariantCulture));
    }
}
