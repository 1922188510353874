using System.Diagnostics;

namespace Microsoft.ML.Sav.Text.Tokenization.Characters;

/// <summary>Limits the time that a tokenizer takes for a text: many short matches of a regular expression can take any time together.</summary>
internal sealed class TimeLimit
{
    /// <summary>Several times what the longest possible prompt takes.</summary>
    public static readonly TimeSpan Maximum = TimeSpan.FromSeconds(10);

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <exception cref="TokenizerException">The time since this was created exceeds the limit.</exception>
    public void Check()
    {
        if (Stopwatch.GetElapsedTime(_start) > Maximum)
            throw new TokenizerException($"The tokenizer takes longer than {Maximum.TotalSeconds} s for a text. Shorten the prompt, or check the tokenizer.json.");
    }
}
