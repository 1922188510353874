namespace Microsoft.ML.Sav.Models;

/// <summary>Work that cannot be stopped, such as opening a session of ONNX Runtime.</summary>
internal static class UncancellableWork
{
    /// <summary>Does the work. If it is cancelled, returns at once; the work ends on its own, and its result is disposed of.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static T Run<T>(Func<T> work, CancellationToken cancellationToken)
        where T : IDisposable
    {
        if (!cancellationToken.CanBeCanceled)
            return work();
        cancellationToken.ThrowIfCancellationRequested();
        var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            // Throws what the work throws, and not an AggregateException.
            return task.WaitAsync(cancellationToken).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            task.ContinueWith(DisposeOf, TaskScheduler.Default);
            throw;
        }
    }

    private static void DisposeOf<T>(Task<T> task)
        where T : IDisposable
    {
        if (task.IsCompletedSuccessfully)
            task.Result.Dispose();
        else
            _ = task.Exception; // observed
    }
}
