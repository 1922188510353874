using System.Text;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Collects text up to a bound, which no prompt for a model reaches.</summary>
internal sealed class BoundedText
{
    /// <summary>The most characters that a text in a template may have, the rendered prompt included.</summary>
    public const int MaxLength = 4_000_000;

    private readonly StringBuilder _text = new();

    public BoundedText Append(string part)
    {
        Check((long)_text.Length + part.Length);
        _text.Append(part);
        return this;
    }

    /// <summary>Refuses a length above the bound, before a text of that length is made.</summary>
    public static void Check(long length)
    {
        if (length > MaxLength)
            throw new InvalidDataException($"a text has more than {MaxLength:N0} characters");
    }

    public override string ToString() => _text.ToString();
}
