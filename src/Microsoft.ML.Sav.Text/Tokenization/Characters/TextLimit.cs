namespace Microsoft.ML.Sav.Text.Tokenization.Characters;

/// <summary>Limits the length of the texts that a tokenizer creates: a few replacements, one after the other, can exceed any memory.</summary>
internal static class TextLimit
{
    public const int MaxLength = 10_000_000;

    /// <exception cref="TokenizerException">The length, in UTF-16 code units, exceeds the limit.</exception>
    public static void Check(long length)
    {
        if (length > MaxLength)
            throw new TokenizerException($"A normalized or pre-tokenized text has more than {MaxLength:N0} characters. Shorten the prompt, or check the tokenizer.json.");
    }
}
