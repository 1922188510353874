using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Rows;

/// <summary>Reports rows that are skipped, on standard error.</summary>
/// <param name="row">Finds a row by its position in the data.</param>
internal sealed class SkippedRowWarnings(Func<int, InputRow> row) : IProgress<SavRowException>
{
    public void Report(SavRowException value) => Warn(row((int)value.Row), value);

    public static void Warn(InputRow row, SavRowException fault) => Messages.Warn($"Skipped {row.Location}: {fault.InnerException!.Message}");

    /// <summary>Reports how many rows were skipped, if any.</summary>
    public static void Summarize(int count)
    {
        if (count > 0)
            Messages.Warn($"Rows that cannot be used and were skipped: {count}");
    }
}
