using Microsoft.Extensions.ObjectPool;

namespace Microsoft.ML.Sav.AspNetCore.Tests;

/// <summary>
/// What PredictionEnginePool does (package Microsoft.Extensions.ML, which our feed lacks): an ObjectPool of engines that do not own the model (up to 5.0 they do, but the
/// pool disposes of none), and when the file changes another pool. Up to version 5.0 the old model stays, later versions dispose of it at once.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class PredictionEnginePoolTests(SavedModels models)
{
    private const int Threads = 8;
    private readonly MLContext _context = new();

    [Fact]
    public void Predict_ManyThreads_EqualsOneEngine()
    {
        using var model = Load(models.Clothes);
        var pool = CreatePool(model);
        var photos = new[] { "bag", "trouser", "ankle-boot" }.SelectMany(name => Enumerable.Range(0, 4), (name, number) => SavedModels.GetPhotoPath("test", name, number)).ToArray();
        using var single = CreateEngine(model);
        var expected = photos.Select(photo => single.Predict(new Photo { ImagePath = photo }).Score).ToList();

        var actual = new float[4 * photos.Length][];
        Parallel.For(0, actual.Length, new ParallelOptions { MaxDegreeOfParallelism = Threads }, i => actual[i] = Predict(pool, photos[i % photos.Length]).Score);

        actual.Should().HaveCount(48);
        for (var i = 0; i < actual.Length; i++)
            actual[i].Should().Equal(expected[i % photos.Length]);
    }

    [Fact]
    public void Reload_OldModelStays_EnginesOfBothPredictAtTheSameTime()
    {
        using var old = Load(models.Shoes);
        using var replacement = Load(models.Clothes);
        var (before, after) = (CreatePool(old), CreatePool(replacement));

        var labels = new string[32];
        Parallel.For(0, labels.Length, new ParallelOptions { MaxDegreeOfParallelism = Threads }, i => labels[i] = Predict(i < 16 ? before : after, BagPath).PredictedLabel);

        labels.Take(16).Should().OnlyContain(label => label == "sneaker" || label == "ankle-boot");
        labels.Skip(16).Should().OnlyContain(label => label == "bag");
    }

    [Fact]
    public async Task Reload_OldModelIsDisposedWhileItPredicts_RunningPredictionsEndAndTheNewOnePredicts()
    {
        var old = Load(models.Shoes);
        var pool = CreatePool(old);
        using var started = new CountdownEvent(Threads);
        var users = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(() => PredictUntilDisposed(pool, started), TaskCreationOptions.LongRunning)).ToArray();
        started.Wait();

        using var replacement = Load(models.Clothes);
        pool = CreatePool(replacement);
        old.Dispose();
        var label = Predict(pool, BagPath).PredictedLabel;

        label.Should().Be("bag");
        (await Task.WhenAll(users)).Should().HaveCount(Threads).And.OnlyContain(error => error.Message.Contains("was disposed of"));
        Predict(pool, BagPath).PredictedLabel.Should().Be("bag", "the LMM that both share is still open");
    }

    private static string BagPath => SavedModels.GetPhotoPath("test", "bag", 0);

    // Every prediction succeeds until the model is gone.
    private static ObjectDisposedException PredictUntilDisposed(ObjectPool<PredictionEngine<Photo, Prediction>> pool, CountdownEvent started)
    {
        Predict(pool, BagPath).PredictedLabel.Should().BeOneOf("sneaker", "ankle-boot");
        started.Signal();
        while (true)
        {
            try
            {
                Predict(pool, BagPath).PredictedLabel.Should().BeOneOf("sneaker", "ankle-boot");
            }
            catch (ObjectDisposedException exception)
            {
                return exception;
            }
        }
    }

    private static Prediction Predict(ObjectPool<PredictionEngine<Photo, Prediction>> pool, string path)
    {
        var engine = pool.Get();
        try
        {
            return engine.Predict(new Photo { ImagePath = path });
        }
        finally
        {
            pool.Return(engine);
        }
    }

    private LoadedModel Load(string path) => new(_context.Model.Load(path, out _));

    private DefaultObjectPool<PredictionEngine<Photo, Prediction>> CreatePool(LoadedModel model) => new(new Policy(() => CreateEngine(model)));

    private PredictionEngine<Photo, Prediction> CreateEngine(LoadedModel model) =>
        _context.Model.CreatePredictionEngine<Photo, Prediction>(model.Transformer, new PredictionEngineOptions { OwnsTransformer = false });

    private sealed class Policy(Func<PredictionEngine<Photo, Prediction>> create) : PooledObjectPolicy<PredictionEngine<Photo, Prediction>>
    {
        public override PredictionEngine<Photo, Prediction> Create() => create();

        public override bool Return(PredictionEngine<Photo, Prediction> engine) => true;
    }

    private sealed class LoadedModel(ITransformer transformer) : IDisposable
    {
        public ITransformer Transformer => transformer;

        public void Dispose() => ((IDisposable)transformer).Dispose();
    }

    private sealed class Photo
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
