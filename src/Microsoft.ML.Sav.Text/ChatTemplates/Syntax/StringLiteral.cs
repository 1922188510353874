using System.Globalization;
using System.Text;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>Resolves the escapes of a string literal as Python does.</summary>
internal static class StringLiteral
{
    public static string Unescape(string literal, int line)
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
                    throw TemplateSyntax.Error(line, "a string names a character by '\\N{...}', which is not supported");
                case 'x' or 'u' or 'U':
                    var digits = escape switch { 'x' => 2, 'u' => 4, _ => 8 };
                    text.Append(CodePoint(literal, i + 1, digits, line));
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
                    text.Append(Simple(escape));
                    break;
            }
        }
        return text.ToString();
    }

    private static string Simple(char escape) => escape switch
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

    private static string CodePoint(string literal, int start, int digits, int line)
    {
        if (start + digits > literal.Length ||
            !uint.TryParse(literal.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ||
            code > 0x10FFFF)
        {
            throw TemplateSyntax.Error(line, $"a string has an escape '\\{literal[start - 1]}' without {digits} hexadecimal digits of a character");
        }

        return code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32((int)code);
    }
}
