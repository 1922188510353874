namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Counts a session's runs in progress, so that it is closed after the last one and not used afterwards.</summary>
/// <param name="name">The session's file, for error messages.</param>
/// <param name="close">Closes the session.</param>
internal sealed class RunCounter(string name, Action close)
{
    private readonly Lock _lock = new();
    private int _runs;
    private bool _isClosed;

    /// <summary>Begins a run.</summary>
    /// <exception cref="ObjectDisposedException">The session was closed.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            if (_isClosed)
                throw new ObjectDisposedException(nameof(MultimodalModel), $"The model or the extractor that '{name}' belongs to was disposed.");
            _runs++;
        }
    }

    /// <summary>Ends a run; the last one closes a session that is to be closed.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_runs > 0 || !_isClosed)
                return;
        }
        close();
    }

    /// <summary>Closes the session now, or when the last run ends.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            if (_runs > 0)
                return;
        }
        close();
    }
}
