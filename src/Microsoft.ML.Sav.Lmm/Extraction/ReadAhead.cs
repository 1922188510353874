using System.Collections.Concurrent;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Prepares items on threads of its own, ahead of the thread that uses them.</summary>
internal static class ReadAhead
{
    /// <summary>Prepares items in their order, one at a time.</summary>
    /// <param name="items">The items. Enumerated once, by one thread.</param>
    /// <param name="prepare">Prepares an item.</param>
    /// <param name="capacity">Maximum number of prepared items that wait.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    public static IEnumerable<T> Run<T>(IEnumerable<T> items, Action<T, CancellationToken> prepare, int capacity, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var prepared = new BlockingCollection<T>(capacity);
        var reader = Task.Run(PrepareAll, CancellationToken.None);
        try
        {
            foreach (var item in prepared.GetConsumingEnumerable(cancellationToken))
                yield return item;
            reader.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            Task.WhenAny(reader).Wait(CancellationToken.None);
            _ = reader.Exception; // observed, even if the enumeration was given up
        }

        void PrepareAll()
        {
            try
            {
                foreach (var item in items)
                {
                    prepare(item, stop.Token);
                    prepared.Add(item, stop.Token);
                }
            }
            finally
            {
                prepared.CompleteAdding();
            }
        }
    }
}
