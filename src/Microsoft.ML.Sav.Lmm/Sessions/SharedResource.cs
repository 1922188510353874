namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>
/// A resource that is opened when it is first needed. If that fails, the next use tries again. Safe to use from many threads.
/// </summary>
/// <param name="owner">Name of the type that the user disposes of.</param>
/// <param name="open">Opens the resource; never called twice at the same time.</param>
internal sealed class SharedResource<T>(string owner, Func<T> open) : IDisposable
    where T : class, IDisposable
{
    private readonly Lock _lock = new();
    private volatile T? _value;
    private bool _isDisposed;

    /// <summary>The resource.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed before it was opened.</exception>
    public T Value => _value ?? Open();

    /// <summary>The resource; <see langword="null"/> if it was not needed yet.</summary>
    public T? ValueIfOpen => _value;

    /// <summary>Closes the resource if it is open. It is not opened from then on.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _value?.Dispose();
        }
    }

    private T Open()
    {
        lock (_lock)
            return _value ??= _isDisposed ? throw new ObjectDisposedException(owner) : open();
    }
}
