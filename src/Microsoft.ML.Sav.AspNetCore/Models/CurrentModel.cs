using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Microsoft.ML.Sav.AspNetCore.Models;

/// <summary>The model that is served now. Replaces it when its file changes; the old one stays if the new one cannot be loaded. Safe to use from many threads.</summary>
internal sealed class CurrentModel(ModelLoader loader, SavPredictorOptions options, ILogger logger) : IDisposable
{
    // A file that is being copied changes many times.
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _loading = new(1);
    private readonly CancellationTokenSource _disposing = new();
    private PhysicalFileProvider? _files;
    private IDisposable? _watch;
    private Timer? _settling;
    private ServedModel? _model;

    /// <summary>Why the file as it is now could not be loaded; <see langword="null"/> if it is served.</summary>
    public string? ReloadError { get; private set; }

    public bool IsLoaded => _model is not null;

    private bool IsAbsent => options.AllowMissingModel && !File.Exists(loader.Path);

    /// <summary>Watches the model's file, and loads it for the first time.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(loader.Path)!;
        if (options.ReloadOnChange && options.AllowMissingModel)
            Directory.CreateDirectory(folder);
        // Before it is loaded: a file that changes meanwhile is loaded again.
        if (options.ReloadOnChange && Directory.Exists(folder))
            Watch(folder);
        await _loading.WaitAsync(cancellationToken);
        try
        {
            await ReplaceAsync(cancellationToken);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Returns the model for some predictions, to be released after them.</summary>
    /// <exception cref="SavModelMissingException">No model is loaded.</exception>
    /// <exception cref="ObjectDisposedException">The model is closed for good.</exception>
    public ServedModel Acquire()
    {
        while (true)
        {
            var model = _model ?? throw new SavModelMissingException(loader.Path);
            if (model.TryAcquire())
                return model;
            // Replaced in between, or closed for good.
            ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, typeof(ISavPredictor));
        }
    }

    /// <summary>Loads the file again, and replaces the model if that succeeds. If the file may be missing and is, there is no model.</summary>
    public async Task ReloadAsync()
    {
        try
        {
            await _loading.WaitAsync(_disposing.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        try
        {
            var replacement = await ReplaceAsync(_disposing.Token);
            if (replacement is null)
                logger.LogInformation("There is no '{Path}': no model is served", loader.Path);
            else
                logger.LogInformation("Loaded '{Path}' again: {ClassCount} classes", loader.Path, replacement.Model.ClassCount);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            ReloadError = exception.Message;
            logger.LogError(exception, "'{Path}' changed and cannot be loaded; the model of before stays", loader.Path);
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose()
    {
        _disposing.Cancel();
        _watch?.Dispose();
        _settling?.Dispose();
        _files?.Dispose();
        _loading.Wait();
        _model?.Release();
    }

    private void Watch(string folder)
    {
        _settling = new Timer(_ => _ = ReloadAsync());
        // Polling sees changes that the operating system does not report: through symbolic links, as in volumes of Kubernetes, and on network drives.
        _files = new PhysicalFileProvider(folder) { UsePollingFileWatcher = true, UseActivePolling = true };
        _watch = ChangeToken.OnChange(() => _files.Watch(Path.GetFileName(loader.Path)), () => _settling.Change(SettlingTime, Timeout.InfiniteTimeSpan));
    }

    // Called by one thread at a time.
    private async Task<ServedModel?> ReplaceAsync(CancellationToken cancellationToken)
    {
        var replacement = IsAbsent ? null : await Task.Run(loader.Load, cancellationToken);
        Interlocked.Exchange(ref _model, replacement)?.Release();
        ReloadError = null;
        return replacement;
    }
}
