namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Work on other threads. Dispose waits for it and observes its exceptions.</summary>
internal sealed class BackgroundWork(IEnumerable<Action> work) : IDisposable
{
    private readonly Task[] _tasks = [.. work.Select(Task.Run)];

    /// <summary>Waits for the work.</summary>
    /// <exception cref="Exception">The first exception of the work.</exception>
    public void Wait()
    {
        foreach (var task in _tasks)
            task.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var end = Task.WhenAll(_tasks);
        Task.WhenAny(end).Wait();
        _ = end.Exception;
    }
}
