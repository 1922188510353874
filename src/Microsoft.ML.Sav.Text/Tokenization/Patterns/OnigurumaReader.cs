using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Reads a regular expression in Oniguruma's syntax.</summary>
internal sealed partial class OnigurumaReader(string pattern)
{
    public int Position { get; private set; }

    public bool AtEnd => Position == pattern.Length;

    /// <summary>The next character, or a null character at the end.</summary>
    public char Peek => AtEnd ? '\0' : pattern[Position];

    public char Read() => AtEnd
        ? throw new ArgumentException($"The regular expression '{pattern}' ends unexpectedly.")
        : pattern[Position++];

    public bool TryRead(string text)
    {
        if (!pattern.AsSpan(Position).StartsWith(text, StringComparison.Ordinal))
            return false;
        Position += text.Length;
        return true;
    }

    /// <summary>Reads *, +, ?, {n}, {n,}, {n,m} or {,m}, in .NET's syntax.</summary>
    public bool TryReadQuantifier(out string quantifier)
    {
        var match = Quantifier().Match(pattern, Position);
        Position += match.Length;
        quantifier = match.Value.Replace("{,", "{0,", StringComparison.Ordinal);
        return match.Success;
    }

    /// <summary>Reads the character of an escape, after its backslash. Returns false for escapes of several characters.</summary>
    public bool TryReadEscapedChar(out char value)
    {
        var hex = HexEscape().Match(pattern, Position);
        if (hex.Success)
        {
            Position += hex.Length;
            if (!int.TryParse(hex.Groups["hex"].ValueSpan, NumberStyles.HexNumber, null, out var code) || code > char.MaxValue)
                throw CreateUnsupportedException($"the character \\{hex.Value}");
            value = (char)code;
            return true;
        }
        value = AtEnd ? '\\' : Peek;
        if (char.IsAsciiLetterOrDigit(value))
        {
            var control = "tnrfvae".IndexOf(value);
            if (control < 0)
                return false;
            value = "\t\n\r\f\v\a\x1B"[control];
        }
        Read();
        return true;
    }

    public ArgumentException CreateUnsupportedException(string syntax) =>
        new($"In the regular expression '{pattern}', {syntax} before position {Position} is not supported.");

    [GeneratedRegex(@"\G(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\}|\{,[0-9]+\})")]
    private static partial Regex Quantifier();

    [GeneratedRegex(@"\G(?:x\{(?<hex>[0-9A-Fa-f]{1,8})\}|x(?<hex>[0-9A-Fa-f]{2})|u(?<hex>[0-9A-Fa-f]{4}))")]
    private static partial Regex HexEscape();
}
