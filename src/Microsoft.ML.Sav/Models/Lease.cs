namespace Microsoft.ML.Sav.Models;

/// <summary>The right to use a shared resource until <see cref="Dispose"/>. A forgotten lease ends after it is collected.</summary>
/// <param name="resource">The resource.</param>
/// <param name="release">Ends the lease. Called once.</param>
internal sealed class Lease<T>(T resource, Action release) : IDisposable
    where T : class
{
    private Action? _release = release;

    // ML.NET disposes of few transformers. Closing waits for locks, so the finalizer leaves it to the thread pool.
    ~Lease()
    {
        if (Interlocked.Exchange(ref _release, null) is { } release)
            ThreadPool.UnsafeQueueUserWorkItem(static release => release(), release, preferLocal: false);
    }

    /// <summary>The resource.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public T Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_release is null, this);
            return resource;
        }
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _release, null)?.Invoke();
        GC.SuppressFinalize(this);
    }
}
