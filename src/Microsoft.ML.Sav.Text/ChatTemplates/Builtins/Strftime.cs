using System.Globalization;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

/// <summary>Formats a time as C's <c>strftime</c> does, in English.</summary>
internal static class Strftime
{
    public static string Format(DateTimeOffset time, string format)
    {
        var text = new BoundedStringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i].ToString());
                continue;
            }
            var padded = i + 1 >= format.Length || format[i + 1] != '-';
            i += padded ? 1 : 2;
            var part = FormatDirective(time, i < format.Length ? format[i] : '\0', format);
            text.Append(padded ? part : TrimPadding(part));
        }
        return text.ToString();
    }

    private static string FormatDirective(DateTimeOffset time, char directive, string format) => directive switch
    {
        'a' => FormatNet(time, "ddd"),
        'A' => FormatNet(time, "dddd"),
        'b' or 'h' => FormatNet(time, "MMM"),
        'B' => FormatNet(time, "MMMM"),
        'd' => FormatNet(time, "dd"),
        'D' => FormatNet(time, "MM/dd/yy"),
        'e' => $"{time.Day,2}",
        'f' => FormatNet(time, "ffffff"),
        'F' => FormatNet(time, "yyyy-MM-dd"),
        'H' => FormatNet(time, "HH"),
        'I' => FormatNet(time, "hh"),
        'j' => $"{time.DayOfYear:000}",
        'm' => FormatNet(time, "MM"),
        'M' => FormatNet(time, "mm"),
        'p' => FormatNet(time, "tt"),
        'R' => FormatNet(time, "HH:mm"),
        'S' => FormatNet(time, "ss"),
        'T' => FormatNet(time, "HH:mm:ss"),
        'u' => $"{(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek)}",
        'w' => $"{(int)time.DayOfWeek}",
        'y' => FormatNet(time, "yy"),
        'Y' => FormatNet(time, "yyyy"),
        '%' => "%",
        _ => throw new TemplateRuntimeException($"a directive of the time format '{format}' is not supported"),
    };

    private static string FormatNet(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string TrimPadding(string part) => part.TrimStart('0', ' ') is { Length: > 0 } trimmed ? trimmed : "0";
}
