namespace Microsoft.ML.Sav.Text.Tokenization.Decoders;

/// <summary>Joins continuing pieces to the word and puts spaces between words.</summary>
internal sealed class WordPieceDecoder(string prefix, bool cleanup) : IDecoder
{
    private static readonly (string Spaced, string Tight)[] Cleanups =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select(Decode)];

    private string Decode(string token, int index)
    {
        if (index > 0)
            token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
        return cleanup
            ? Cleanups.Aggregate(token, (text, pair) => text.Replace(pair.Spaced, pair.Tight, StringComparison.Ordinal))
            : token;
    }
}
