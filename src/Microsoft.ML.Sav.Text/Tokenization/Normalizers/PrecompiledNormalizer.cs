using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Characters;
using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>
/// SentencePiece's precompiled character map: a double-array trie (Darts) from UTF-8 to offsets of zero-terminated replacements.
/// </summary>
internal sealed class PrecompiledNormalizer : INormalizer
{
    // In UTF-8 bytes; longer grapheme clusters are mapped character by character.
    private const int MaxClusterLength = 5;
    private readonly uint[] _trie;
    private readonly byte[] _replacements;

    /// <param name="json">Base64 of the trie's length in bytes (little-endian, 4 bytes), the trie, and the replacements.</param>
    public PrecompiledNormalizer(LocatedElement json)
    {
        if (!json.Element.TryGetBytesFromBase64(out var map) || map.Length < sizeof(uint))
            throw json.CreateTypeException("a character map in Base64");
        var trieLength = BinaryPrimitives.ReadUInt32LittleEndian(map);
        if (trieLength > map.Length - sizeof(uint) || trieLength % sizeof(uint) != 0 || trieLength == 0)
            throw json.CreateException($"the trie of the character map: expected {trieLength} bytes, found {map.Length - sizeof(uint)}");
        _trie = new uint[trieLength / sizeof(uint)];
        for (var i = 0; i < _trie.Length; i++)
            _trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(map.AsSpan(sizeof(uint) * (i + 1)));
        _replacements = map[(sizeof(uint) + (int)trieLength)..];
    }

    public string Normalize(string text)
    {
        var output = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var cluster = rest[..StringInfo.GetNextTextElementLength(rest)];
            if (Encoding.UTF8.GetByteCount(cluster) <= MaxClusterLength && TryReplace(cluster, out var replacement))
                output.Append(replacement);
            else
                AppendRunes(output, cluster);
            LengthLimit.Check(output.Length);
            rest = rest[cluster.Length..];
        }
        return output.ToString();
    }

    private void AppendRunes(StringBuilder output, ReadOnlySpan<char> cluster)
    {
        Span<char> buffer = stackalloc char[2];
        foreach (var rune in cluster.EnumerateRunes())
        {
            var chars = buffer[..rune.EncodeToUtf16(buffer)];
            output.Append(TryReplace(chars, out var replacement) ? replacement : chars);
        }
    }

    /// <summary>Finds the replacement of the shortest entry that the text starts with, as Hugging Face does.</summary>
    private bool TryReplace(ReadOnlySpan<char> text, out ReadOnlySpan<char> replacement)
    {
        Span<byte> bytes = stackalloc byte[MaxClusterLength];
        bytes = bytes[..Encoding.UTF8.GetBytes(text, bytes)];
        replacement = default;
        var node = GetOffset(_trie[0]);
        foreach (var value in bytes)
        {
            node ^= value;
            if (value == 0 || node >= _trie.Length || GetLabel(_trie[node]) != value)
                return false;
            var hasLeaf = (_trie[node] >> 8 & 1) != 0;
            node ^= GetOffset(_trie[node]);
            if (hasLeaf && node < _trie.Length)
            {
                replacement = ReadReplacement(_trie[node] & int.MaxValue);
                return true;
            }
        }
        return false;
    }

    private string ReadReplacement(uint start)
    {
        if (start >= _replacements.Length)
            return "";
        var rest = _replacements.AsSpan((int)start);
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static uint GetLabel(uint unit) => unit & (1u << 31 | 0xFF);

    private static uint GetOffset(uint unit) => unit >> 10 << (int)((unit & 1u << 9) >> 6);
}
