using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Microsoft.ML.Sav.AspNetCore.Diagnostics;

/// <summary>
/// The instruments of the meter <c>Microsoft.ML.Sav</c>. Predictions per class, rejections and top scores together show when the images of
/// today differ from those of training.
/// </summary>
internal sealed class SavMetrics
{
    public const string MeterName = "Microsoft.ML.Sav";

    private const double Smoothing = 0.1;

    // The bounds that .NET gives without advice, 0, 5, 10 and so on, suit neither.
    private static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };
    private static readonly InstrumentAdvice<double> Shares = new() { HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] };

    private readonly KeyValuePair<string, object?> _name;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _topScore;
    private readonly Counter<long> _predictions;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _throttled;
    private double _meanSeconds = 0.1;

    /// <param name="factory">Creates the meter, which is disposed of with the host's services.</param>
    /// <param name="name">Name of the classifier: the tag <c>classifier</c> of all measurements.</param>
    /// <param name="getQueueLength">Number of rows that wait.</param>
    public SavMetrics(IMeterFactory factory, string name, Func<int> getQueueLength)
    {
        _name = new("classifier", name);
        var meter = factory.Create(MeterName);
        _duration = meter.CreateHistogram<double>("sav.prediction.duration", "s", "Time of a prediction, without waiting.", tags: null, Durations);
        _topScore = meter.CreateHistogram<double>("sav.prediction.top_score", unit: null, "Greatest probability of a prediction.", tags: null, Shares);
        _predictions = meter.CreateCounter<long>("sav.predictions", "{prediction}", "Predictions, by class.");
        _rejected = meter.CreateCounter<long>("sav.predictions.rejected", "{prediction}", "Predictions of none of the classes.");
        _failures = meter.CreateCounter<long>("sav.predictions.failed", "{prediction}", "Rows that could not be predicted, by error.");
        _throttled = meter.CreateCounter<long>("sav.requests.throttled", "{request}", "Rows that were refused since the queue was full.");
        meter.CreateObservableGauge("sav.queue.length", () => new Measurement<int>(getQueueLength(), _name), "{row}", "Rows that wait.");
    }

    public long Now => Stopwatch.GetTimestamp();

    /// <summary>Moving average of the time of a prediction.</summary>
    public TimeSpan MeanDuration => TimeSpan.FromSeconds(Volatile.Read(ref _meanSeconds));

    public void AddPrediction(SavPrediction prediction, long start)
    {
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Volatile.Write(ref _meanSeconds, (Smoothing * seconds) + ((1 - Smoothing) * Volatile.Read(ref _meanSeconds)));
        _duration.Record(seconds, _name);
        _topScore.Record(prediction.Scores[0].Score, _name);
        if (prediction.Label is null)
            _rejected.Add(1, _name);
        else
            _predictions.Add(1, _name, new("class", prediction.Label));
    }

    public void AddFailure(Exception exception) => _failures.Add(1, _name, new("error.type", exception.GetType().Name));

    public void AddThrottled() => _throttled.Add(1, _name);
}
