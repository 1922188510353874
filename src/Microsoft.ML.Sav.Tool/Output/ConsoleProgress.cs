using Spectre.Console;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Shows progress on standard error: a bar in a terminal, occasional lines elsewhere.</summary>
internal sealed class ConsoleProgress : IProgress<long>, IProgress<SavProgress>
{
    private readonly ProgressTask _task;

    private ConsoleProgress(ProgressTask task) => _task = task;

    /// <summary>Runs work that reports up to <paramref name="total"/> steps.</summary>
    public static T Run<T>(string description, long total, Func<ConsoleProgress, T> work) =>
        Terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new ConsoleProgress(context.AddTask(description, maxValue: total))));

    public void Report(long value) => _task.Value = value;

    public void Report(SavProgress value) => Report(value.Examples);

    /// <summary>Reports each item when the next one is asked for.</summary>
    public IEnumerable<T> Count<T>(IEnumerable<T> items)
    {
        foreach (var (index, item) in items.Index())
        {
            yield return item;
            Report(index + 1);
        }
    }
}
