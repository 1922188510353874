using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Columns;

/// <summary>Counts texts that are cut, and logs the first. Safe to use from many threads.</summary>
/// <param name="environment">Environment whose log is written.</param>
/// <param name="maxTokens">Greatest number of tokens of a text; <see langword="null"/> for no limit.</param>
internal sealed class TruncatedTexts(IHostEnvironment environment, int? maxTokens)
{
    private int _count;

    /// <summary>Greatest number of tokens of a text; <see langword="null"/> for no limit.</summary>
    public int? MaxTokens => maxTokens;

    /// <summary>Counts the text of a row.</summary>
    public void Add(long row)
    {
        if (Interlocked.Increment(ref _count) > 1)
            return;
        using var channel = environment.Start("Reading");
        channel.Warning(
            MessageSensitivity.None,
            $"The text of row {row} has more than {nameof(SavEstimator.Options.MaxTokens)} = {maxTokens} tokens, and its end is cut. Further texts are cut without a message.");
    }

    /// <summary>Counts from 0 again.</summary>
    public void Forget() => Volatile.Write(ref _count, 0);

    /// <summary>Logs how many texts were cut, if any.</summary>
    public void LogCount(IChannel channel)
    {
        if (Volatile.Read(ref _count) is > 0 and var count)
            channel.Warning(MessageSensitivity.None, $"Texts with more than {nameof(SavEstimator.Options.MaxTokens)} = {maxTokens} tokens, whose end was cut: {count}");
    }
}
