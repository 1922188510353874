using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Builtins;

// Methods that search a string.
internal static partial class StringMethods
{
    /// <summary>Replaces the first <paramref name="count"/> occurrences, or all if it is negative.</summary>
    public static string Replace(string text, string old, string replacement, long count, Rendering rendering)
    {
        rendering.ChargeSearch(text, old);
        var result = new BoundedStringBuilder();
        var position = 0;
        for (var replaced = 0L; count < 0 || replaced < count; replaced++)
        {
            var match = old.Length > 0 || replaced == 0
                ? text.IndexOf(old, position, StringComparison.Ordinal)
                : position < text.Length ? position + (char.IsSurrogatePair(text, position) ? 2 : 1) : -1;
            if (match < 0)
                break;
            result.Append(text[position..match]).Append(replacement);
            position = match + old.Length;
        }
        return result.Append(text[position..]).ToString();
    }

    private static object? Replace(object? self, Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("old", "new", "count");
        return Replace(Text(self), bound.String(0), bound.String(1), bound.Integer(2, -1), rendering);
    }

    private static IEnumerable<string> ReadAffixes(Arguments arguments, string parameter)
    {
        var bound = arguments.Bind(parameter);
        return bound.Required(0) is TemplateTuple tuple
            ? tuple.Items.Select(item => item as string ?? throw bound.CreateTypeException(0, "a string or a tuple of strings"))
            : [bound.String(0)];
    }

    private static object? Count(object? self, Arguments arguments, Rendering rendering)
    {
        var (text, part) = (Text(self), arguments.Bind("sub").String(0));
        if (part.Length == 0)
            return CodePoints.Count(text) + 1L;
        rendering.ChargeSearch(text, part);
        var count = 0L;
        for (var i = 0; (i = text.IndexOf(part, i, StringComparison.Ordinal)) >= 0; i += part.Length)
            count++;
        return count;
    }

    private static long Find(string text, Arguments arguments, bool last, Rendering rendering)
    {
        var part = arguments.Bind("sub").String(0);
        rendering.ChargeSearch(text, part);
        var index = last ? text.LastIndexOf(part, StringComparison.Ordinal) : text.IndexOf(part, StringComparison.Ordinal);
        return index < 0 ? -1 : CodePoints.Count(text[..index]);
    }

    private static TemplateTuple Partition(string text, Arguments arguments, bool last, Rendering rendering)
    {
        var bound = arguments.Bind("sep");
        if (bound.String(0) is not { Length: > 0 } separator)
            throw bound.CreateTypeException(0, "a string that is not empty");
        rendering.ChargeSearch(text, separator);
        var index = last ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (index < 0)
            return new TemplateTuple(last ? ["", "", text] : [text, "", ""]);
        return new TemplateTuple([text[..index], separator, text[(index + separator.Length)..]]);
    }
}
