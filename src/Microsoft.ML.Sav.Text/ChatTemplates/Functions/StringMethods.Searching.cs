using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Functions;

// Methods that look for something in a text.
internal static partial class StringMethods
{
    /// <summary>Replaces the first <paramref name="count"/> occurrences; all if that is negative.</summary>
    public static string Replace(string text, string old, string replacement, long count)
    {
        var result = new BoundedText();
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
        return Replace(Text(self), bound.Text(0), bound.Text(1), bound.Integer(2, -1));
    }

    private static IEnumerable<string> Affixes(Arguments arguments, string parameter)
    {
        var bound = arguments.Bind(parameter);
        return bound.Required(0) is TemplateTuple tuple
            ? tuple.Items.Select(item => item as string ?? throw bound.Wrong(0, "a text or a tuple of texts"))
            : [bound.Text(0)];
    }

    private static object? Count(object? self, Arguments arguments, Rendering rendering)
    {
        var (text, part) = (Text(self), arguments.Bind("sub").Text(0));
        if (part.Length == 0)
            return CodePoints.Count(text) + 1L;
        var count = 0L;
        for (var i = 0; (i = text.IndexOf(part, i, StringComparison.Ordinal)) >= 0; i += part.Length)
            count++;
        return count;
    }

    private static long Find(string text, Arguments arguments, bool last)
    {
        var part = arguments.Bind("sub").Text(0);
        var index = last ? text.LastIndexOf(part, StringComparison.Ordinal) : text.IndexOf(part, StringComparison.Ordinal);
        return index < 0 ? -1 : CodePoints.Count(text[..index]);
    }

    private static InvalidDataException NotFound() => new("the text does not have the part that 'index' looks for");

    private static TemplateTuple Partition(string text, Arguments arguments, bool last)
    {
        var bound = arguments.Bind("sep");
        if (bound.Text(0) is not { Length: > 0 } separator)
            throw bound.Wrong(0, "a text that is not empty");
        var index = last ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (index < 0)
            return new TemplateTuple(last ? ["", "", text] : [text, "", ""]);
        return new TemplateTuple([text[..index], separator, text[(index + separator.Length)..]]);
    }
}
