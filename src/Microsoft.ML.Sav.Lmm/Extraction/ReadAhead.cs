using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Processes items on other threads, ahead of their consumer.</summary>
internal static class ReadAhead
{
    /// <summary>Processes items and returns them in order. An exception is thrown after the items before it.</summary>
    /// <param name="items">The items. Enumerated once, by one thread that is not the caller's.</param>
    /// <param name="work">Processes an item.</param>
    /// <param name="threads">Maximum number of items that are processed at the same time.</param>
    /// <param name="capacity">Maximum number of items that wait for the consumer.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    public static IEnumerable<T> Run<T>(
        IEnumerable<T> items, Action<T, CancellationToken> work, int threads, int capacity, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var idle = new SemaphoreSlim(threads);
        using var started = new BlockingCollection<Task<(T Item, ExceptionDispatchInfo? Error)>>(capacity);
        var reader = Task.Run(StartAll, CancellationToken.None);
        try
        {
            foreach (var task in started.GetConsumingEnumerable(cancellationToken))
            {
                var (item, error) = task.GetAwaiter().GetResult();
                error?.Throw();
                yield return item;
            }
            reader.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            Task.WhenAny(reader).Wait(CancellationToken.None);
            _ = reader.Exception; // Observed, even if the enumeration was abandoned.
            for (var i = 0; i < threads; i++)
                idle.Wait(CancellationToken.None); // Until no work is in progress.
        }

        void StartAll()
        {
            try
            {
                foreach (var item in items)
                {
                    idle.Wait(stop.Token);
                    started.Add(Task.Run(() => Work(item), CancellationToken.None), stop.Token);
                }
            }
            finally
            {
                started.CompleteAdding();
            }
        }

        (T, ExceptionDispatchInfo?) Work(T item)
        {
            try
            {
                work(item, stop.Token);
                return (item, null);
            }
            catch (Exception exception)
            {
                return (item, ExceptionDispatchInfo.Capture(exception));
            }
            finally
            {
                idle.Release();
            }
        }
    }
}
