using System.Threading.Channels;
using Microsoft.ML.Sav.AspNetCore.Diagnostics;
using Microsoft.ML.Sav.AspNetCore.Models;

namespace Microsoft.ML.Sav.AspNetCore.Queueing;

/// <summary>
/// A bounded queue of rows, and the workers that predict them. A worker takes its share of the rows that wait, up to a limit, and transforms them together.
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
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<SavPrediction>(cancellationToken);
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
            var share = GetShare(Count, _options);
            while (batch.Count < share && _channel.Reader.TryRead(out var request))
            {
                if (!request.IsCancelled)
                    batch.Add(request);
            }
            Predict(batch);
            batch.Clear();
        }
    }

    /// <summary>Number of rows that a worker takes, so that it leaves some to the others.</summary>
    internal static int GetShare(int waiting, SavPredictorOptions options) =>
        Math.Clamp((waiting + options.WorkerCount - 1) / options.WorkerCount, 1, options.MaxBatchSize);

    private void Predict(List<PredictionRequest> batch)
    {
        // Rows may be cancelled while those before them are predicted.
        using var rows = batch.Where(request => !request.IsCancelled).GetEnumerator();
        while (rows.MoveNext())
            PredictUntilError(rows);
    }

    // Starts with the current row. One that cannot be used ends its transformation, so the rows after it start another.
    private void PredictUntilError(IEnumerator<PredictionRequest> rows)
    {
        ServedModel? model = null;
        try
        {
            model = _model.Acquire();
            var start = _metrics.Now;
            foreach (var prediction in model.Predict(ReadInputs(rows)))
            {
                _metrics.AddPrediction(prediction, start);
                rows.Current.Complete(prediction);
                start = _metrics.Now;
            }
        }
        catch (Exception exception)
        {
            _metrics.AddFailure(exception);
            rows.Current.Fail(exception);
        }
        finally
        {
            model?.Release();
        }
    }

    // Each input is read after the prediction of the one before.
    private static IEnumerable<SavInput> ReadInputs(IEnumerator<PredictionRequest> rows)
    {
        do
            yield return rows.Current.Input;
        while (rows.MoveNext());
    }
}
