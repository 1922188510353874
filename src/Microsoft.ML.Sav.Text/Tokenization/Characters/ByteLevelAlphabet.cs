using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Characters;

/// <summary>
/// GPT-2's alphabet, which writes every byte as one visible character: printable Latin-1 as itself, the other bytes from U+0100 on.
/// </summary>
internal static class ByteLevelAlphabet
{
    private static readonly char[] Characters = CreateCharacters();

    /// <summary>Writes the UTF-8 bytes of a text in the alphabet.</summary>
    public static string Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        LengthLimit.Check(bytes.Length);
        return string.Create(bytes.Length, bytes, (chars, source) =>
        {
            for (var i = 0; i < chars.Length; i++)
                chars[i] = Characters[source[i]];
        });
    }

    /// <summary>Reads a text that is written in the alphabet. Incomplete characters become U+FFFD; other characters stay.</summary>
    public static string Decode(string encoded)
    {
        var bytes = new List<byte>(encoded.Length);
        foreach (var character in encoded)
        {
            if (Array.IndexOf(Characters, character) is >= 0 and var value)
                bytes.Add((byte)value);
            else
                bytes.AddRange(Encoding.UTF8.GetBytes([character]));
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static char[] CreateCharacters()
    {
        var characters = new char[256];
        var next = (char)256;
        for (var i = 0; i < characters.Length; i++)
            characters[i] = i is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE ? (char)i : next++;
        return characters;
    }
}
