using System.Globalization;
using System.Text;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>Decodes string literals as Python does.</summary>
internal static class StringLiteral
{
    public static string Decode(string literal, int line)
    {
        if (!literal.Contains('\\'))
            return literal;
        var text = new StringBuilder(literal.Length);
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '\\')
            {
                text.Append(literal[i]);
                continue;
            }
            var escape = literal[++i];
            switch (escape)
            {
                case '\n':
                    break;
                case 'N':
                    throw new ChatTemplateException(line, "the escape '\\N{...}' in a string is not supported");
                case 'x' or 'u' or 'U':
                    var digits = escape switch { 'x' => 2, 'u' => 4, _ => 8 };
                    text.Append(DecodeCodePoint(literal, i + 1, digits, line));
                    i += digits;
                    break;
                case >= '0' and <= '7':
                    var code = 0;
                    var end = Math.Min(i + 3, literal.Length);
                    for (; i < end && literal[i] is >= '0' and <= '7'; i++)
                        code = code * 8 + (literal[i] - '0');
                    text.Append((char)code);
                    i--;
                    break;
                default:
                    text.Append(DecodeSimple(escape));
                    break;
            }
        }
        return text.ToString();
    }

    private static string DecodeSimple(char escape) => escape switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        'a' => "\a",
        'b' => "\b",
        'f' => "\f",
        'v' => "\v",
        '\\' or '\'' or '"' => escape.ToString(),
        _ => $"\\{escape}",
    };

    private static string DecodeCodePoint(string literal, int start, int digits, int line)
    {
        if (start + digits > literal.Length ||
            !uint.TryParse(literal.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ||
            code > 0x10FFFF)
        {
            throw new ChatTemplateException(line, $"expected {digits} hexadecimal digits of a character after the escape '\\{literal[start - 1]}' in a string");
        }

        return code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32((int)code);
    }
}
