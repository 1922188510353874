using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Interop;

/// <summary>A token that is cancelled with an <see cref="MLContext"/>, which has a flag and no event, or with another token.</summary>
internal sealed class ContextCancellation : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _source;
    private readonly Timer _timer;

    public ContextCancellation(IHostEnvironment environment, CancellationToken cancellationToken = default)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = new Timer(_ => CancelIfCanceled(environment), null, Interval, Interval);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void CancelIfCanceled(IHostEnvironment environment)
    {
        try
        {
            MachineLearningEnvironment.ThrowIfCanceled(environment);
        }
        catch (OperationCanceledException)
        {
            Cancel();
        }
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // at the same time
        }
    }
}
