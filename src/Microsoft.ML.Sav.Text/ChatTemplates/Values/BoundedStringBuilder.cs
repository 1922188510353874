using System.Text;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>A string builder with a maximum length, beyond that of any prompt.</summary>
internal sealed class BoundedStringBuilder
{
    /// <summary>The maximum length of a string in a template, and of the rendered prompt.</summary>
    public const int MaxLength = 4_000_000;

    private readonly StringBuilder _text = new();

    public BoundedStringBuilder Append(string part)
    {
        Check((long)_text.Length + part.Length);
        _text.Append(part);
        return this;
    }

    /// <summary>Checks a length before a string of that length is created.</summary>
    public static void Check(long length)
    {
        if (length > MaxLength)
            throw new TemplateRuntimeException($"a string has more than {MaxLength:N0} characters");
    }

    public override string ToString() => _text.ToString();
}
