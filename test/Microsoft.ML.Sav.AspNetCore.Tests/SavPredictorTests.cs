using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.AspNetCore.Tests;

[Collection(ServerCollection.Name)]
public sealed class SavPredictorTests(SavedModels models)
{
    [Fact]
    public async Task PredictAsync_ManyAtATime_EqualsTransformer()
    {
        await using var server = await TestServer.StartAsync(models.Clothes);
        var photos = Enumerable.Range(0, 4).SelectMany(number => new[] { "bag", "trouser", "ankle-boot" }, (number, name) => SavedModels.ReadPhoto(name, number)).ToArray();

        var predictions = await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => photos).Select(photo => Task.Run(() => server.Predictor.PredictAsync(new SavInput(photo)))));

        var expected = PredictDirectly(models.Clothes, photos);
        predictions.Should().HaveCount(48);
        predictions.Select((prediction, i) => (prediction.Label, prediction.Scores[0].Score)).Should()
            .Equal(Enumerable.Range(0, 48).Select(i => expected[i % photos.Length]));
    }

    [Fact]
    public async Task PredictAsync_DamagedImageAmongOthers_OthersArePredicted()
    {
        await using var server = await TestServer.StartAsync(models.Clothes, options => options.WorkerCount = 1);
        var photo = SavedModels.ReadPhoto("bag");

        var tasks = Enumerable.Range(0, 8).Select(i => server.Predictor.PredictAsync(new SavInput(i % 3 == 1 ? photo[..100] : photo))).ToArray();

        for (var i = 0; i < tasks.Length; i++)
        {
            if (i % 3 == 1)
                await tasks[i].Awaiting(task => task).Should().ThrowAsync<SavRowException>();
            else
                (await tasks[i]).Label.Should().Be("bag");
        }
    }

    [Fact]
    public async Task PredictAsync_Cancelled_StopsWaiting()
    {
        await using var server = await TestServer.StartAsync(models.Clothes);

        var prediction = () => server.Predictor.PredictAsync(new SavInput(SavedModels.ReadPhoto("bag")), new CancellationToken(canceled: true));

        await prediction.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task PredictAsync_AfterDispose_Throws()
    {
        var server = await TestServer.StartAsync(models.Clothes);
        var predictor = server.Predictor;
        await server.DisposeAsync();

        var prediction = () => predictor.PredictAsync(new SavInput(SavedModels.ReadPhoto("bag")));

        await prediction.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Start_NoModelFile_ThrowsAndNamesIt()
    {
        var start = () => TestServer.StartAsync("missing/model.zip");

        await start.Should().ThrowAsync<FileNotFoundException>().WithMessage("*missing/model.zip*content root*");
    }

    [Fact]
    public async Task Start_WrongOption_ThrowsAndNamesIt()
    {
        var start = () => TestServer.StartAsync(models.Clothes, options => options.QueueLength = 0);

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*QueueLength should be at least 1, found 0*");
    }

    [Fact]
    public void AddKeyedSavClassifier_TwoModels_AreTwoServices()
    {
        var services = new ServiceCollection();

        services.AddKeyedSavClassifier("shoes", models.Shoes).AddKeyedSavClassifier("clothes", models.Clothes);

        services.Where(service => service.ServiceType == typeof(ISavPredictor)).Select(service => service.ServiceKey).Should().Equal("shoes", "clothes");
    }

    private static (string? Label, float Score)[] PredictDirectly(string modelPath, byte[][] photos)
    {
        var context = new MLContext();
        var model = context.Model.Load(modelPath, out _);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Image)].ColumnName = "ImagePath";
        using var transformer = ((IEnumerable<ITransformer>)model).OfType<SavTransformer>().Single();
        var scored = transformer.Transform(context.Data.LoadFromEnumerable(photos.Select(photo => new Row { Image = photo }), schema));
        return [.. scored.GetColumn<float[]>("Score").Select(scores => transformer.Model.TopK(scores, 1)[0]).Select(top => ((string?)top.Key, top.Value))];
    }

    private sealed class Row
    {
        public byte[] Image { get; set; } = [];
    }
}
