using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Text;

/// <summary>GPT-2's one visible character for each byte: printable Latin-1 stands for itself, the rest from U+0100 on.</summary>
internal static class ByteLevelAlphabet
{
    private static readonly char[] CharOfByte = CreateCharOfByte();
    private static readonly Dictionary<char, byte> ByteOfChar =
        CharOfByte.Index().ToDictionary(entry => entry.Item, entry => (byte)entry.Index);

    public static string Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return string.Create(bytes.Length, bytes, (chars, source) =>
        {
            for (var i = 0; i < chars.Length; i++)
                chars[i] = CharOfByte[source[i]];
        });
    }

    /// <summary>The bytes of a token; its own UTF-8 where it is not written in this alphabet (added tokens).</summary>
    public static byte[] Decode(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
        {
            if (!ByteOfChar.TryGetValue(token[i], out bytes[i]))
                return Encoding.UTF8.GetBytes(token);
        }
        return bytes;
    }

    private static char[] CreateCharOfByte()
    {
        var chars = new char[256];
        var next = (char)256;
        for (var i = 0; i < chars.Length; i++)
            chars[i] = i is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE ? (char)i : next++;
        return chars;
    }
}
