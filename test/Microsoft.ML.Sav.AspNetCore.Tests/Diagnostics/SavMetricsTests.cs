using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.ML.Sav.AspNetCore.Diagnostics;

namespace Microsoft.ML.Sav.AspNetCore.Tests.Diagnostics;

[Collection(ServerCollection.Name)]
public sealed class SavMetricsTests(SavedModels models)
{
    [Fact]
    public async Task Predictions_AreMeasuredByClass()
    {
        var counts = new Dictionary<string, long>();
        var values = new Dictionary<string, List<double>>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => Enable(instrument, listener) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(counts, instrument.Name + ":" + Tag(tags, "class") + Tag(tags, "error.type"), value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Append(values, instrument.Name, value));
        listener.Start();
        await using var server = await TestServer.StartAsync(models.Clothes, options => options.WorkerCount = 1);

        await server.PostImageAsync(SavedModels.ReadPhoto("bag", 0));
        await server.PostImageAsync(SavedModels.ReadPhoto("bag", 1));
        await server.PostImageAsync(SavedModels.ReadPhoto("trouser"));
        await server.PostImageAsync(SavedModels.ReadPhoto("trouser")[..100]);

        counts.Should().Equal(new Dictionary<string, long>
        {
            ["sav.predictions:bag"] = 2,
            ["sav.predictions:trouser"] = 1,
            ["sav.predictions.failed:SavRowException"] = 1,
        });
        values["sav.prediction.duration"].Should().HaveCount(3).And.OnlyContain(seconds => seconds > 0);
        values["sav.prediction.top_score"].Should().HaveCount(3).And.OnlyContain(score => score > 1 / 3.0 && score <= 1);
    }

    [Fact]
    public void Histograms_Bounds_AreThoseOfSecondsAndProbabilities()
    {
        var bounds = new Dictionary<string, IReadOnlyList<double>?>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => bounds[instrument.Name] = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries };
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        listener.Start();

        _ = new SavMetrics(services.GetRequiredService<IMeterFactory>(), "", () => 0);

        bounds["sav.prediction.duration"].Should().BeInAscendingOrder().And.StartWith(0.005).And.EndWith(10);
        bounds["sav.prediction.top_score"].Should().BeInAscendingOrder().And.StartWith(0.1).And.EndWith(1);
    }

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == "Microsoft.ML.Sav")
            listener.EnableMeasurementEvents(instrument);
    }

    private static void Add(Dictionary<string, long> counts, string key, long value)
    {
        lock (counts)
            counts[key] = counts.GetValueOrDefault(key) + value;
    }

    private static void Append(Dictionary<string, List<double>> values, string key, double value)
    {
        lock (values)
        {
            if (!values.TryGetValue(key, out var list))
                values.Add(key, list = []);
            list.Add(value);
        }
    }

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string key)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == key)
                return $"{tag.Value}";
        }
        return "";
    }
}
