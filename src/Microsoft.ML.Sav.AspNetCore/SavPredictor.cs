using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.ML.Sav.AspNetCore.Diagnostics;
using Microsoft.ML.Sav.AspNetCore.Models;
using Microsoft.ML.Sav.AspNetCore.Queueing;

namespace Microsoft.ML.Sav.AspNetCore;

/// <summary>The service behind <see cref="ISavPredictor"/>, its start and stop, and its health.</summary>
internal sealed class SavPredictor : ISavPredictor, IHostedService, IHealthCheck, IDisposable
{
    private readonly int _queueLength;
    private readonly CurrentModel _model;
    private readonly PredictionQueue _queue;
    private int _disposed;

    public SavPredictor(string name, SavPredictorOptions options, string contentRoot, IMeterFactory meters, ILogger<SavPredictor> logger)
    {
        _queueLength = options.QueueLength;
        var loader = new ModelLoader(Path.GetFullPath(options.ModelPath, contentRoot), options, logger);
        _model = new CurrentModel(loader, options, logger);
        _queue = new PredictionQueue(_model, options, new SavMetrics(meters, name, () => _queue?.Count ?? 0));
    }

    public SavModel Model
    {
        get
        {
            var model = _model.Acquire();
            model.Release();
            return model.Model;
        }
    }

    public Task<SavPrediction> PredictAsync(SavInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _queue.PredictAsync(input, cancellationToken);
    }

    public Task ReloadAsync() => _model.ReloadAsync();

    // The host does not start if the model cannot be loaded.
    public Task StartAsync(CancellationToken cancellationToken) => _model.LoadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _queue.CloseAsync().WaitAsync(cancellationToken);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !_model.IsLoaded ? HealthCheckResult.Unhealthy("The model is not loaded.")
        : _model.ReloadError is { } error ? HealthCheckResult.Degraded($"The model file changed and cannot be loaded; the model of before is served. {error}")
        : _queue.Count >= _queueLength ? HealthCheckResult.Degraded("The queue is full.")
        : HealthCheckResult.Healthy());

    public void Dispose()
    {
        // Services that have several registrations are disposed of several times.
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _ = _queue.CloseAsync();
        _model.Dispose();
    }
}
