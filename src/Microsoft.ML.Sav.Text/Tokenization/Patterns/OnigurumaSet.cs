using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Translates a set such as [^\s\p{L}] to .NET's syntax, after its opening bracket.</summary>
internal sealed class OnigurumaSet(OnigurumaReader reader, bool ignoreCase)
{
    public string Translate()
    {
        var output = new StringBuilder(reader.TryRead("^") ? "[^" : "[");
        if (reader.Peek == ']')
            throw reader.CreateUnsupportedException("a set that starts with ']'");
        TranslateMembers(output);
        return output.Append(']').ToString();
    }

    /// <summary>Translates an escape such as \s or \n to members of a set, after its backslash.</summary>
    public static string TranslateEscape(OnigurumaReader reader, bool ignoreCase)
    {
        if (reader.TryReadEscapedChar(out var value))
            return TranslateLiteral(reader, value, ignoreCase);
        return reader.Read() switch
        {
            's' => @"\s",
            'S' => @"\S",
            'd' => UnicodeProperty.GetMembers("Nd")!,
            'D' => UnicodeProperty.GetMembers("Nd", complement: true)!,
            'w' => UnicodeProperty.Word,
            'h' => "0-9A-Fa-f",
            'p' => TranslateProperty(reader, complement: false),
            'P' => TranslateProperty(reader, complement: true),
            var other => throw reader.CreateUnsupportedException($"\\{other}"),
        };
    }

    public static string TranslateLiteral(OnigurumaReader reader, char value, bool ignoreCase) => TranslateRange(reader, value, value, ignoreCase);

    private static string TranslateRange(OnigurumaReader reader, char first, char last, bool ignoreCase)
    {
        if (first <= CodePointUnits.LastStandIn && last >= '\uD800')
            throw reader.CreateUnsupportedException($"a character from U+D800 to U+{(int)CodePointUnits.LastStandIn:X4} or above U+FFFF");
        var range = first == last ? $@"\u{(int)first:X4}" : $@"\u{(int)first:X4}-\u{(int)last:X4}";
        // Case-insensitively, s matches the long s in Oniguruma, but not in .NET's invariant culture.
        var holdsS = (first <= 's' && last >= 's') || (first <= 'S' && last >= 'S');
        return ignoreCase && holdsS ? range + @"\u017F" : range;
    }

    private void TranslateMembers(StringBuilder output)
    {
        for (var depth = 1; depth > 0;)
        {
            if (reader.TryRead("&&"))
                throw reader.CreateUnsupportedException("the intersection &&");
            if (reader.TryRead("[:") || reader.TryRead("[^"))
                throw reader.CreateUnsupportedException("this kind of nested set");
            if (reader.TryRead("]"))
                depth--;
            else if (reader.TryRead("["))
                depth++;
            else
                TranslateMember(output);
        }
    }

    private void TranslateMember(StringBuilder output)
    {
        var first = reader.Read();
        if (first == '\\' && !reader.TryReadEscapedChar(out first))
        {
            output.Append(TranslateEscape(reader, ignoreCase));
            return;
        }
        var last = first;
        if (reader.TryRead("-"))
        {
            if (reader.Peek is ']' or '[')
            {
                output.Append(TranslateLiteral(reader, '-', ignoreCase));
            }
            else
            {
                last = reader.Read();
                if (last == '\\' && !reader.TryReadEscapedChar(out last))
                    throw reader.CreateUnsupportedException("a range up to a set");
            }
        }
        output.Append(TranslateRange(reader, first, last, ignoreCase));
    }

    private static string TranslateProperty(OnigurumaReader reader, bool complement)
    {
        if (!reader.TryRead("{"))
            throw reader.CreateUnsupportedException("\\p without braces");
        var name = new StringBuilder();
        while (!reader.TryRead("}"))
            name.Append(reader.Read());
        return UnicodeProperty.GetMembers(name.ToString(), complement)
            ?? throw reader.CreateUnsupportedException($"the property '{name}'");
    }
}
