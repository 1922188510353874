namespace Microsoft.ML.Sav.Lmm.Prompts;

/// <summary>Cuts texts that have too many tokens.</summary>
/// <param name="countTokens">Counts the tokens of a text.</param>
internal sealed class TextTruncation(Func<string, int> countTokens)
{
    private const int FirstCharactersPerToken = 8; // texts have fewer, so the first try is mostly long enough

    /// <summary>Finds a start of the text with as many tokens as allowed, or nearly as many. It does not end within a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokens">Greatest number of tokens.</param>
    /// <returns>The start; <see langword="null"/> if the text is short enough.</returns>
    public string? Truncate(string text, int maxTokens)
    {
        // Only starts of the text are tokenized: a whole book would take long.
        var (fits, exceeds) = (0, (int)Math.Min(text.Length, (long)maxTokens * FirstCharactersPerToken));
        while (Fits(exceeds))
        {
            if (exceeds == text.Length)
                return null;
            (fits, exceeds) = (exceeds, (int)Math.Min(text.Length, 2L * exceeds));
        }
        while (exceeds - fits > 1)
        {
            var middle = fits + ((exceeds - fits) / 2);
            if (Fits(middle))
                fits = middle;
            else
                exceeds = middle;
        }
        return Start(fits);

        bool Fits(int length) => countTokens(Start(length)) <= maxTokens;

        string Start(int length) => text[..(length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
