namespace Microsoft.ML.Sav.AspNetCore;

/// <summary>The queue is full; nothing was predicted. Try again after <see cref="RetryAfter"/>.</summary>
public sealed class SavOverloadedException : Exception
{
    internal SavOverloadedException(int queueLength, TimeSpan retryAfter)
        : base($"{queueLength} rows are waiting, which is the most that {nameof(SavPredictorOptions.QueueLength)} allows. Try again in {retryAfter.TotalSeconds:0} s.") =>
        RetryAfter = retryAfter;

    /// <summary>Time in which the rows that are waiting are expected to be done; at least 1 s.</summary>
    public TimeSpan RetryAfter { get; }
}
