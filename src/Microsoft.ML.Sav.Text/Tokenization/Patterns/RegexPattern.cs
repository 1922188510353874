using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Text.Tokenization.Characters;

namespace Microsoft.ML.Sav.Text.Tokenization.Patterns;

/// <summary>Matches a regular expression in the syntax of Oniguruma, which Hugging Face's tokenizers use.</summary>
internal sealed class RegexPattern : IPattern
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    // The timeout counts time in which the thread does not run: on a machine with too much to do, any match may exceed it once.
    private const int Attempts = 3;

    private readonly Regex _regex;
    private readonly string _pattern;

    /// <exception cref="ArgumentException">The expression is malformed, or uses syntax that is not supported.</exception>
    public RegexPattern(string pattern)
    {
        _pattern = pattern;
        _regex = new Regex(new OnigurumaTranslator(pattern).Translate(), RegexOptions.CultureInvariant, MatchTimeout);
    }

    /// <exception cref="TokenizerException">A match, or all matches together, take too long.</exception>
    public List<Segment> FindSegments(string text)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return FindSegmentsOnce(text);
            }
            catch (RegexMatchTimeoutException exception)
            {
                if (attempt < Attempts)
                    continue;
                throw new TokenizerException(
                    $"The tokenizer's regular expression '{_pattern}' takes longer than {MatchTimeout.TotalSeconds} s to find a match in a text of "
                    + $"{text.Length:N0} characters. Shorten the prompt, or check the tokenizer.json.", exception);
            }
        }
    }

    private List<Segment> FindSegmentsOnce(string text)
    {
        var units = new CodePointUnits(text);
        var segments = new SegmentList(text);
        var end = -1;
        var time = new TimeLimit();
        for (var match = _regex.Match(units.Text); match.Success; match = match.NextMatch())
        {
            time.Check();
            // Oniguruma finds no empty match directly after another match.
            if (match.Length == 0 && match.Index == end)
                continue;
            end = match.Index + match.Length;
            segments.AddMatch(units.GetPosition(match.Index), units.GetPosition(end));
        }
        return segments.Complete();
    }
}
