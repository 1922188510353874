using System.Text;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Parity;

/// <summary>Texts of many scripts and habits, the same in every run.</summary>
internal static class ParityTexts
{
    private static readonly string[] Phrases =
    [
        "The quick brown fox jumps over the lazy dog.", "It's we'll I'M they'VE don't 'tis", "Größe straße ÄÖÜ ß", "日本語のテキストです。漢字",
        "한국어 문장입니다", "العربية نص طويل", "हिन्दी में लिखा हुआ", "ภาษาไทย", "Русский текст Привет", "עברית", "Ελληνικά ΣΊΣΥΦΟΣ", "tiếng Việt",
        "İstanbul ıI", "naïve café", "e\u0301a\u0308 \u1112\u1161\u11AB", "ﬁ ﬂ ½ ² Ⅷ ① Ⓐ", "ỳ̀̀́ ẛ̣ Å", "ǅ ǆ Ǆ ΐ",
        "def f(x):\n\treturn x**2  # c\r\n", "for (int i=0;i<10;++i) { a[i] += b; }", "{\"k\": [1, 2.5e-3, null]}", "https://example.com/a?b=c&d=%20",
        "a_b__c-d--e", "<b>html</b> &amp;", "C++ C# F#", "1234567890", "3.14159", "١٢٣ ४५६", "$100,000.00 €5 £3", "2²×3½",
        "𝒜𝓑𝔠 𝟘𝟙𝟚", "𠀀𠁀𪜶", "𐐀𐐨 🄰🅱", "😀👍🏽👨‍👩‍👧‍👦🏳️‍🌈🇫🇷", "…—–‘’“”", "\u200B\u200C\u200D\uFEFF", "\0\u0001\u007F\u0085", "\uE000\uF8FF\uFFFD",
        "\U000E0041\U0010FFFD", "<0x0A>", "▁", "▁▁a", "Ġ", "</w>", "##ing", "unaffable", "aaaa", "AAAA", "...", "?!", "''", "\"",
    ];

    private static readonly string[] Spaces =
        ["", "", " ", " ", "  ", "\n", "\n\n", " \n", "\r\n", "\t", "   ", "        ", "\u00A0", "\u3000", "\u2028"];

    // Blocks of letters, marks, symbols and emoji that are long assigned.
    private static readonly (int First, int Last)[] Blocks =
        [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x900, 0x97F), (0x2000, 0x26FF), (0x3041, 0x30FF), (0x4E00, 0x9FA5), (0x1D400, 0x1D7FF), (0x1F300, 0x1F64F), (0x20000, 0x2A6D6)];

    /// <param name="addedTokens">Tokens to write within texts.</param>
    /// <param name="count">How many texts to make.</param>
    public static string[] Create(IReadOnlyList<string> addedTokens, int count)
    {
        var random = new Random(20250722);
        var texts = new List<string>(count) { "" };
        texts.AddRange(Phrases);
        while (texts.Count < count)
            texts.Add(CreateText(random, addedTokens));
        return [.. texts];
    }

    private static string CreateText(Random random, IReadOnlyList<string> addedTokens)
    {
        var text = new StringBuilder();
        for (var parts = random.Next(1, 7); parts > 0; parts--)
        {
            text.Append(random.Next(10) switch
            {
                < 3 => Pick(random, Phrases),
                < 6 => Excerpt(random, Pick(random, Phrases)),
                6 => Pick(random, addedTokens),
                7 => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Character(random))),
                _ => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)random.Next(' ', '~' + 1))),
            });
            text.Append(Pick(random, Spaces));
        }
        return text.ToString();
    }

    private static string Excerpt(Random random, string phrase)
    {
        var runes = phrase.EnumerateRunes().ToArray();
        var start = random.Next(runes.Length);
        return string.Concat(runes[start..random.Next(start, runes.Length + 1)]);
    }

    private static string Character(Random random)
    {
        var (first, last) = Pick(random, Blocks);
        return char.ConvertFromUtf32(random.Next(first, last + 1));
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
