using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Rows;

/// <summary>Reports rows that are skipped, on standard error.</summary>
internal sealed class SkippedRowWarnings : IProgress<SavRowException>
{
    /// <summary>The rows that are read now.</summary>
    public required IReadOnlyList<InputRow> Rows { get; set; }

    public void Report(SavRowException value) => Warn(Rows[(int)value.Row], value);

    public static void Warn(InputRow row, SavRowException fault) => Warn($"{row.Location}: {fault.InnerException!.Message}");

    /// <summary>Reports a row by a message that names it.</summary>
    public static void Warn(string message) => Messages.Warn($"Skipped {message}");

    /// <summary>Reports how many rows were skipped, if any.</summary>
    public static void Summarize(int count)
    {
        if (count > 0)
            Messages.Warn($"Rows that cannot be used and were skipped: {count}");
    }
}
