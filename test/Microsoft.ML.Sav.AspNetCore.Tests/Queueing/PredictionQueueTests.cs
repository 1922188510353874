using System.Diagnostics.Metrics;
using Microsoft.ML.Sav.AspNetCore.Queueing;

namespace Microsoft.ML.Sav.AspNetCore.Tests.Queueing;

[Collection(ServerCollection.Name)]
public sealed class PredictionQueueTests(SavedModels models)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(8, 2, 4)]
    [InlineData(7, 2, 4)]
    [InlineData(1, 2, 1)]
    [InlineData(0, 2, 1)]
    [InlineData(64, 2, 8)]
    [InlineData(8, 1, 8)]
    public void GetShare_RowsThatWait_AreDividedAmongWorkersUpToTheLimit(int waiting, int workerCount, int share) =>
        PredictionQueue.GetShare(waiting, new SavPredictorOptions { WorkerCount = workerCount, MaxBatchSize = 8 }).Should().Be(share);

    [Fact]
    public async Task PredictAsync_CancelledInABatch_IsNotPredicted()
    {
        using var cancellation = new CancellationTokenSource();
        using var allWait = new ManualResetEventSlim();
        var count = 0;
        // Called by the worker after each prediction.
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => Enable(instrument, listener) };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            if (++count == 1)
                allWait.Wait(Patience);
            else
                cancellation.Cancel();
        });
        listener.Start();
        await using var server = await TestServer.StartAsync(models.Shoes, options => options.WorkerCount = 1);
        var row = new SavInput(SavedModels.ReadPhoto("sneaker"));

        var first = server.Predictor.PredictAsync(row);
        while (Volatile.Read(ref count) == 0)
            await Task.Delay(10);
        var batch = Enumerable.Range(0, 4).Select(_ => server.Predictor.PredictAsync(row, cancellation.Token)).ToArray();
        allWait.Set();

        await first;
        await FluentActions.Awaiting(() => Task.WhenAll(batch)).Should().ThrowAsync<OperationCanceledException>();
        await server.Predictor.PredictAsync(row);
        count.Should().Be(3, "the first, one of the batch, and the last are predicted");
    }

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Name == "sav.predictions")
            listener.EnableMeasurementEvents(instrument);
    }
}
