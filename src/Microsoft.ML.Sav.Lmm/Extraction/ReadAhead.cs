using System.Threading.Tasks.Dataflow;

namespace Microsoft.ML.Sav.Lmm.Extraction;

/// <summary>Works on items on other threads, ahead of the thread that uses them.</summary>
internal static class ReadAhead
{
    /// <summary>Works on items and returns them in their order.</summary>
    /// <param name="items">The items. Enumerated once, by one thread that is not the caller's; its exception is thrown behind the items before it.</param>
    /// <param name="work">Works on an item.</param>
    /// <param name="threads">Maximum number of items that are worked on at the same time.</param>
    /// <param name="capacity">Maximum number of items that are ahead.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    public static IEnumerable<T> Run<T>(
        IEnumerable<T> items, Action<T, CancellationToken> work, int threads, int capacity, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var block = new TransformBlock<T, T>(
            item =>
            {
                work(item, stop.Token);
                return item;
            },
            new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = threads, BoundedCapacity = Math.Max(threads, capacity), CancellationToken = stop.Token });
        var reader = Task.Run(ReadItems, CancellationToken.None);
        try
        {
            while (block.OutputAvailableAsync(cancellationToken).GetAwaiter().GetResult())
                yield return block.Receive(cancellationToken);
            block.Completion.GetAwaiter().GetResult();
            reader.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            var end = Task.WhenAll(reader, block.Completion);
            Task.WhenAny(end).Wait(CancellationToken.None);
            _ = end.Exception; // observed, even if the enumeration was given up
        }

        void ReadItems()
        {
            try
            {
                foreach (var item in items)
                {
                    if (!block.SendAsync(item, stop.Token).GetAwaiter().GetResult())
                        return;
                }
            }
            finally
            {
                block.Complete();
            }
        }
    }
}
