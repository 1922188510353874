namespace Microsoft.ML.Sav.Text.Tokenization.Characters;

/// <summary>Limits the length of the texts that a tokenizer creates: a few replacements, one after the other, can exceed any memory.</summary>
internal static class LengthLimit
{
    public const int MaxLength = 1_000_000;

    // More than any script needs: a character has at most 3 bytes, each of which byte-level tokenizers write as a character.
    private const int MaxGrowth = 16;
    private const int AlwaysAllowed = 100_000;

    /// <exception cref="TokenizerException">The length, in UTF-16 code units, exceeds the limit.</exception>
    public static void Check(long length) => Check(length, MaxLength);

    /// <summary>Checks the length of what a text has become.</summary>
    /// <exception cref="TokenizerException">The length, in UTF-16 code units, exceeds the limit, or is many times that of the text.</exception>
    public static void CheckGrowth(long length, string text) =>
        Check(length, Math.Clamp((long)MaxGrowth * text.Length, AlwaysAllowed, MaxLength));

    private static void Check(long length, long limit)
    {
        if (length > limit)
            throw new TokenizerException($"A normalized or pre-tokenized text has more than {limit:N0} characters. Shorten the prompt, or check the tokenizer.json.");
    }
}
