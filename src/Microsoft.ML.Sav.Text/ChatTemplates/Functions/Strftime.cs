using System.Globalization;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

/// <summary>Prints a time by C's <c>strftime</c>, in English.</summary>
internal static class Strftime
{
    public static string Format(DateTimeOffset time, string format)
    {
        var text = new BoundedText();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i].ToString());
                continue;
            }
            var padded = i + 1 >= format.Length || format[i + 1] != '-';
            i += padded ? 1 : 2;
            var part = Part(time, i < format.Length ? format[i] : '\0', format);
            text.Append(padded ? part : Unpadded(part));
        }
        return text.ToString();
    }

    private static string Part(DateTimeOffset time, char directive, string format) => directive switch
    {
        'a' => Net(time, "ddd"),
        'A' => Net(time, "dddd"),
        'b' or 'h' => Net(time, "MMM"),
        'B' => Net(time, "MMMM"),
        'd' => Net(time, "dd"),
        'D' => Net(time, "MM/dd/yy"),
        'e' => $"{time.Day,2}",
        'f' => Net(time, "ffffff"),
        'F' => Net(time, "yyyy-MM-dd"),
        'H' => Net(time, "HH"),
        'I' => Net(time, "hh"),
        'j' => $"{time.DayOfYear:000}",
        'm' => Net(time, "MM"),
        'M' => Net(time, "mm"),
        'p' => Net(time, "tt"),
        'R' => Net(time, "HH:mm"),
        'S' => Net(time, "ss"),
        'T' => Net(time, "HH:mm:ss"),
        'u' => $"{(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek)}",
        'w' => $"{(int)time.DayOfWeek}",
        'y' => Net(time, "yy"),
        'Y' => Net(time, "yyyy"),
        '%' => "%",
        _ => throw new InvalidDataException($"the time format '{format}' has a directive that is not supported"),
    };

    private static string Net(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string Unpadded(string part) => part.TrimStart('0', ' ') is { Length: > 0 } trimmed ? trimmed : "0";
}
