using System.Text;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization;

/// <summary>Decodes the ids of byte-level tokenizers, with GPT-2's alphabet written down independently of the product.</summary>
internal static class ByteLevelText
{
    private static readonly Dictionary<char, byte> Bytes = CreateBytes();

    public static string Decode(Tokenizer tokenizer, IEnumerable<int> ids) =>
        Encoding.UTF8.GetString([.. ids.SelectMany(id => DecodeToken(tokenizer.IdToToken(id)!))]);

    // Added tokens such as those of emoji are not written in the alphabet.
    private static IEnumerable<byte> DecodeToken(string token) =>
        token.All(Bytes.ContainsKey) ? token.Select(character => Bytes[character]) : Encoding.UTF8.GetBytes(token);

    private static Dictionary<char, byte> CreateBytes()
    {
        int[] printable = [.. Enumerable.Range('!', '~' - '!' + 1), .. Enumerable.Range('¡', '¬' - '¡' + 1), .. Enumerable.Range('®', 'ÿ' - '®' + 1)];
        int[] others = [.. Enumerable.Range(0, 256).Except(printable)];
        return printable.ToDictionary(value => (char)value, value => (byte)value)
            .Concat(others.Index().Select(other => KeyValuePair.Create((char)(256 + other.Index), (byte)other.Item)))
            .ToDictionary();
    }
}
