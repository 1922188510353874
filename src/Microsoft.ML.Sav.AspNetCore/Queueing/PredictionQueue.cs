using System.Threading.Channels;
using Microsoft.ML.Sav.AspNetCore.Diagnostics;
using Microsoft.ML.Sav.AspNetCore.Models;

namespace Microsoft.ML.Sav.AspNetCore.Queueing;

/// <summary>
/// A bounded queue of rows, and the workers that predict them. A worker takes the rows that wait, up to a limit, and transforms them together.
/// </summary>
internal sealed class PredictionQueue
{
    private readonly Channel<PredictionRequest> _channel;
    private readonly CurrentModel _model;
    private readonly SavPredictorOptions _options;
    private readonly SavMetrics _metrics;
    private readonly Task _workers;

    public PredictionQueue(CurrentModel model, SavPredictorOptions options, SavMetrics metrics)
    {
        _model = model;
        _options = options;
        _metrics = metrics;
        _channel = Channel.CreateBounded<PredictionRequest>(options.QueueLength);
        _workers = Task.WhenAll(Enumerable.Range(0, options.WorkerCount).Select(_ => Task.Run(WorkAsync)));
    }

    public int Count => _channel.Reader.Count;

    /// <summary>Adds a row, and returns its prediction when it is there.</summary>
    /// <exception cref="SavOverloadedException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public Task<SavPrediction> PredictAsync(SavInput input, CancellationToken cancellationToken)
    {
        var request = new PredictionRequest(input, cancellationToken);
        if (_channel.Writer.TryWrite(request))
            return request.Prediction;
        ObjectDisposedException.ThrowIf(_channel.Reader.Completion.IsCompleted, typeof(ISavPredictor));
        _metrics.AddThrottled();
        var wait = _metrics.MeanDuration * _options.QueueLength / _options.WorkerCount;
        throw new SavOverloadedException(_options.QueueLength, TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(wait.TotalSeconds))));
    }

    /// <summary>Takes no more rows, and returns when those that wait are done.</summary>
    public Task CloseAsync()
    {
        _channel.Writer.TryComplete();
        return _workers;
    }

    private async Task WorkAsync()
    {
        var batch = new List<PredictionRequest>(_options.MaxBatchSize);
        while (await _channel.Reader.WaitToReadAsync())
        {
            while (batch.Count < _options.MaxBatchSize && _channel.Reader.TryRead(out var request))
            {
                if (!request.IsCancelled)
                    batch.Add(request);
            }
            Predict(batch);
            batch.Clear();
        }
    }

    private void Predict(List<PredictionRequest> batch)
    {
        for (var next = 0; next < batch.Count;)
            next = PredictUntilError(batch, next);
    }

    // Returns the position after the last row that is done. A row that cannot be used ends its transformation, so the rows after it start another.
    private int PredictUntilError(List<PredictionRequest> batch, int next)
    {
        ServedModel? model = null;
        try
        {
            model = _model.Acquire();
            var start = _metrics.Now;
            foreach (var prediction in model.Predict(batch.Skip(next).Select(request => request.Input)))
            {
                _metrics.AddPrediction(prediction, start);
                batch[next++].Complete(prediction);
                start = _metrics.Now;
            }
            return batch.Count;
        }
        catch (Exception exception)
        {
            _metrics.AddFailure(exception);
            batch[next].Fail(exception);
            return next + 1;
        }
        finally
        {
            model?.Release();
        }
    }
}
