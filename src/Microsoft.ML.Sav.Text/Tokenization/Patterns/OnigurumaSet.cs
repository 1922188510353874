using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Rewrites a set such as [^\s\p{L}], its opening bracket already read.</summary>
internal sealed class OnigurumaSet(OnigurumaReader reader, bool ignoreCase)
{
    public string Translate()
    {
        var output = new StringBuilder(reader.TryRead("^") ? "[^" : "[");
        if (reader.Peek == ']')
            throw reader.Unsupported("a set that begins with ']'");
        Members(output);
        return output.Append(']').ToString();
    }

    /// <summary>The members of the set of an escape such as \s or \n, its backslash already read.</summary>
    public static string Escape(OnigurumaReader reader, bool ignoreCase)
    {
        if (reader.TryReadEscapedChar(out var value))
            return Literal(reader, value, ignoreCase);
        return reader.Read() switch
        {
            's' => @"\s",
            'S' => @"\S",
            'd' => UnicodeProperty.Members("Nd")!,
            'D' => UnicodeProperty.Members("Nd", complement: true)!,
            'w' => UnicodeProperty.Word,
            'h' => "0-9A-Fa-f",
            'p' => Property(reader, complement: false),
            'P' => Property(reader, complement: true),
            var other => throw reader.Unsupported($"\\{other}"),
        };
    }

    public static string Literal(OnigurumaReader reader, char value, bool ignoreCase) => Range(reader, value, value, ignoreCase);

    private static string Range(OnigurumaReader reader, char first, char last, bool ignoreCase)
    {
        if (first <= CodePointUnits.LastStandIn && last >= '\uD800')
            throw reader.Unsupported($"a character from U+D800 to U+{(int)CodePointUnits.LastStandIn:X4} or above U+FFFF");
        var range = first == last ? $@"\u{(int)first:X4}" : $@"\u{(int)first:X4}-\u{(int)last:X4}";
        // .NET's invariant case table leaves out the long s, Oniguruma's does not.
        var holdsS = (first <= 's' && last >= 's') || (first <= 'S' && last >= 'S');
        return ignoreCase && holdsS ? range + @"\u017F" : range;
    }

    private void Members(StringBuilder output)
    {
        for (var depth = 1; depth > 0;)
        {
            if (reader.TryRead("&&"))
                throw reader.Unsupported("the intersection &&");
            if (reader.TryRead("[:") || reader.TryRead("[^"))
                throw reader.Unsupported("this kind of set within a set");
            if (reader.TryRead("]"))
                depth--;
            else if (reader.TryRead("["))
                depth++;
            else
                Member(output);
        }
    }

    private void Member(StringBuilder output)
    {
        var first = reader.Read();
        if (first == '\\' && !reader.TryReadEscapedChar(out first))
        {
            output.Append(Escape(reader, ignoreCase));
            return;
        }
        var last = first;
        if (reader.TryRead("-"))
        {
            if (reader.Peek is ']' or '[')
            {
                output.Append(Literal(reader, '-', ignoreCase));
            }
            else
            {
                last = reader.Read();
                if (last == '\\' && !reader.TryReadEscapedChar(out last))
                    throw reader.Unsupported("a range up to a set");
            }
        }
        output.Append(Range(reader, first, last, ignoreCase));
    }

    private static string Property(OnigurumaReader reader, bool complement)
    {
        if (!reader.TryRead("{"))
            throw reader.Unsupported("\\p without braces");
        var name = new StringBuilder();
        while (!reader.TryRead("}"))
            name.Append(reader.Read());
        return UnicodeProperty.Members(name.ToString(), complement)
            ?? throw reader.Unsupported($"the property '{name}'");
    }
}
