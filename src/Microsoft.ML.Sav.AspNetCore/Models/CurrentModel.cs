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

    /// <summary>Loads the model for the first time, and watches its file from then on.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (!IsAbsent)
            _model = await Task.Run(loader.Load, cancellationToken);
        if (!options.ReloadOnChange)
            return;
        _settling = new Timer(_ => _ = ReloadAsync());
        // Polling sees changes that the operating system does not report: through symbolic links, as in volumes of Kubernetes, and on network drives.
        _files = new PhysicalFileProvider(Path.GetDirectoryName(loader.Path)!) { UsePollingFileWatcher = true, UseActivePolling = true };
        _watch = ChangeToken.OnChange(() => _files.Watch(Path.GetFileName(loader.Path)), () => _settling.Change(SettlingTime, Timeout.InfiniteTimeSpan));
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
            var replacement = IsAbsent ? null : await Task.Run(loader.Load, _disposing.Token);
            Interlocked.Exchange(ref _model, replacement)?.Release();
            ReloadError = null;
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
}
