namespace Microsoft.ML.Sav.Models;

/// <summary>
/// Shares resources that are slow to open: the first lease on a key opens the resource, the last one closes it. Safe to use from many threads.
/// </summary>
internal sealed class LeasePool<TKey, TResource>
    where TKey : notnull
    where TResource : class, IDisposable
{
    private readonly Lock _lock = new(); // never held while a resource opens or closes
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>
    /// Leases the resource of a key. Callers of the same key wait for one opening, callers of other keys do not. If the opening fails,
    /// those who waited for it get its exception, and the next caller tries again.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="open">Opens the resource if it is not open.</param>
    public Lease<TResource> Lease(TKey key, Func<TResource> open)
    {
        var entry = Enter(key, open);
        return new Lease<TResource>(entry.Resource.Value, () => Leave(key, entry));
    }

    private Entry Enter(TKey key, Func<TResource> open)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                entry = new Entry();
                entry.Resource = new Lazy<TResource>(() => Open(key, entry, open));
                _entries.Add(key, entry);
            }
            entry.Leases++;
            return entry;
        }
    }

    private TResource Open(TKey key, Entry entry, Func<TResource> open)
    {
        try
        {
            return open();
        }
        catch
        {
            lock (_lock)
                Remove(key, entry);
            throw;
        }
    }

    private void Leave(TKey key, Entry entry)
    {
        lock (_lock)
        {
            entry.Leases--;
            if (entry.Leases > 0)
                return;
            Remove(key, entry);
        }
        entry.Resource.Value.Dispose();
    }

    private void Remove(TKey key, Entry entry)
    {
        if (_entries.TryGetValue(key, out var current) && current == entry)
            _entries.Remove(key);
    }

    private sealed class Entry
    {
        public int Leases { get; set; }

        public Lazy<TResource> Resource { get; set; } = null!;
    }
}
