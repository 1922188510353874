using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Columns;

/// <summary>What happens to rows that cannot be used.</summary>
/// <param name="Action">Whether they are skipped.</param>
/// <param name="Skipped">Receives those that are skipped.</param>
internal sealed record RowErrorPolicy(RowErrorAction Action, IProgress<SavRowException>? Skipped = null)
{
    public static RowErrorPolicy Fail { get; } = new(RowErrorAction.Fail);

    /// <summary>The policy with a log of skipped rows, if nothing receives them.</summary>
    public RowErrorPolicy WithLog(IHostEnvironment environment) => this with { Skipped = new SkippedRows(environment, Skipped) };

    /// <summary>Uses a row; <see langword="null"/> if it cannot be used and is skipped.</summary>
    /// <exception cref="SavRowException">The row cannot be used, and is not skipped.</exception>
    public T? Use<T>(Func<T> use)
        where T : class
    {
        try
        {
            return use();
        }
        catch (SavRowException exception) when (Action == RowErrorAction.Skip && !exception.IsLmmFailure)
        {
            Skipped?.Report(exception);
            return null;
        }
    }
}
