using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace WebApp;

/// <summary>Sends events to every open page (server-sent events). A page that reads slowly misses old ones, and gets the newest.</summary>
internal sealed class EventStream
{
    private const int Capacity = 32;

    private readonly ConcurrentDictionary<Channel<SseItem<object>>, bool> _pages = new();

    public void Publish(string type, object data)
    {
        foreach (var page in _pages.Keys)
            page.Writer.TryWrite(new SseItem<object>(data, type));
    }

    /// <summary>Returns events from now on, after one that gives the state.</summary>
    public async IAsyncEnumerable<SseItem<object>> ReadAsync(string type, Func<object> getState, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = Channel.CreateBounded<SseItem<object>>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        _pages.TryAdd(page, true);
        try
        {
            yield return new SseItem<object>(getState(), type);
            while (await WaitAsync())
                yield return await page.Reader.ReadAsync(CancellationToken.None);
        }
        finally
        {
            _pages.TryRemove(page, out _);
        }

        // A page that was closed, or a server that stops, is no error.
        async Task<bool> WaitAsync()
        {
            try
            {
                return await page.Reader.WaitToReadAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }
}
