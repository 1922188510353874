using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Columns;

/// <summary>Counts rows that are skipped, and reports them: to the user's callback, or without one the first few to the log. Safe to use from many threads.</summary>
/// <param name="environment">Environment whose log is written.</param>
/// <param name="callback">The user's callback.</param>
internal sealed class SkippedRows(IHostEnvironment environment, IProgress<SavRowException>? callback) : IProgress<SavRowException>
{
    private const int LoggedRows = 3;
    private int _count;

    /// <summary>The user's callback.</summary>
    public IProgress<SavRowException>? Callback => callback;

    /// <summary>Number of rows that were skipped.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Report(SavRowException value)
    {
        var count = Interlocked.Increment(ref _count);
        if (callback is not null)
        {
            callback.Report(value);
        }
        else if (count <= LoggedRows)
        {
            using var channel = environment.Start("Reading");
            channel.Warning(MessageSensitivity.UserData, $"Skipped: {value.Message}{(count == LoggedRows ? " Further rows are skipped without a message." : "")}");
        }
    }

    /// <summary>Logs how many rows were skipped, if any.</summary>
    public void LogCount(IChannel channel)
    {
        if (Count > 0)
            channel.Warning(MessageSensitivity.None, $"Rows that cannot be used and were skipped: {Count}");
    }
}
