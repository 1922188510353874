using System.Globalization;
using System.Text;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's <c>str</c> and <c>repr</c>.</summary>
internal static class PythonString
{
    /// <summary>Python's <c>str</c>, which templates print.</summary>
    public static string Str(object? value) => value switch
    {
        string text => text,
        Undefined => "",
        _ => Repr(value),
    };

    public static string Repr(object? value)
    {
        var text = new BoundedStringBuilder();
        Write(value, text);
        return text.ToString();
    }

    private static void Write(object? value, BoundedStringBuilder text)
    {
        switch (value)
        {
            case TemplateTuple { Items: [var only] }:
                text.Append("(");
                Write(only, text);
                text.Append(",)");
                break;
            case TemplateSequence sequence:
                text.Append(sequence is TemplateTuple ? "(" : "[");
                foreach (var (i, item) in sequence.Items.Index())
                {
                    text.Append(i > 0 ? ", " : "");
                    Write(item, text);
                }
                text.Append(sequence is TemplateTuple ? ")" : "]");
                break;
            case TemplateDictionary dictionary:
                text.Append("{");
                foreach (var (i, (key, item)) in dictionary.Items.Index())
                {
                    text.Append(i > 0 ? ", " : "");
                    Write(key, text);
                    text.Append(": ");
                    Write(item, text);
                }
                text.Append("}");
                break;
            default:
                text.Append(FormatScalar(value));
                break;
        }
    }

    private static string FormatScalar(object? value) => value switch
    {
        null => "None",
        bool truth => truth ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => PythonFloat.Repr(number),
        string text => Quote(text),
        Undefined => "Undefined",
        _ => $"<{PythonType.GetName(value)}>",
    };

    private static string Quote(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
            quoted.Append(Escape(rune, quote));
        return quoted.Append(quote).ToString();
    }

    private static string Escape(Rune rune, char quote) => rune.Value switch
    {
        '\\' => @"\\",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        var code when code == quote => $"\\{quote}",
        ' ' => " ",
        var code when IsPrintable(rune) => rune.ToString(),
        var code and < 0x100 => $@"\x{code:x2}",
        var code and < 0x10000 => $@"\u{code:x4}",
        var code => $@"\U{code:x8}",
    };

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.SpaceSeparator);
}
