using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.Sav.AspNetCore.Models;

namespace Microsoft.ML.Sav.AspNetCore.Tests.Models;

[Collection(ServerCollection.Name)]
public sealed class CurrentModelTests(SavedModels models)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task File_Replaced_NewModelTakesOverWithoutFailedPredictions()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.zip");
        File.Copy(models.Shoes, path);
        await using var server = await TestServer.StartAsync(path);
        var labels = new List<string?>();

        Replace(path, models.Clothes);
        using var timeout = new CancellationTokenSource(Patience);
        while (server.Predictor.Model.ClassCount == 2)
            labels.Add((await server.Predictor.PredictAsync(new SavInput(SavedModels.ReadPhoto("bag")), timeout.Token)).Label);

        labels.Add((await server.Predictor.PredictAsync(new SavInput(SavedModels.ReadPhoto("bag")))).Label);

        var old = labels.TakeWhile(label => label != "bag").ToArray();
        old.Should().NotBeEmpty().And.OnlyContain(label => label == "sneaker" || label == "ankle-boot");
        labels.Skip(old.Length).Should().NotBeEmpty().And.OnlyContain(label => label == "bag");
    }

    [Fact]
    public async Task File_ReplacedByDamagedOne_OldModelStaysAndHealthIsDegraded()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.zip");
        File.Copy(models.Shoes, path);
        await using var server = await TestServer.StartAsync(path);
        (await server.Client.GetStringAsync("/health/ready")).Should().Be("Healthy");

        await File.WriteAllTextAsync(path, "not a model");
        await server.Predictor.ReloadAsync();

        (await server.PostImageAsync(SavedModels.ReadPhoto("sneaker"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await server.Client.GetStringAsync("/health/ready")).Should().Be("Degraded");
    }

    [Fact]
    public async Task ReloadAsync_SeveralTimes_NewestModelIsServed()
    {
        await using var server = await TestServer.StartAsync(models.Shoes, options => options.ReloadOnChange = false);
        var old = new List<SavModel>();
        for (var i = 0; i < 3; i++)
        {
            old.Add(server.Predictor.Model);
            await server.Predictor.ReloadAsync();
        }

        old.Append(server.Predictor.Model).Should().OnlyHaveUniqueItems();
        (await server.Predictor.PredictAsync(new SavInput(SavedModels.ReadPhoto("sneaker")))).Label.Should().Be("sneaker");
    }

    [Fact]
    public async Task File_MissingThenWrittenThenDeleted_ModelIsServedWhileItIsThere()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.zip");
        await using var server = await TestServer.StartAsync(path, options => (options.AllowMissingModel, options.ReloadOnChange) = (true, false));
        (await server.PostImageAsync(SavedModels.ReadPhoto("sneaker"))).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await server.Client.GetAsync("/health/ready")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        await server.Predictor.Awaiting(predictor => predictor.PredictAsync(new SavInput([1]))).Should().ThrowAsync<SavModelMissingException>();

        File.Copy(models.Shoes, path);
        await server.Predictor.ReloadAsync();
        (await server.PostImageAsync(SavedModels.ReadPhoto("sneaker"))).StatusCode.Should().Be(HttpStatusCode.OK);

        File.Delete(path);
        await server.Predictor.ReloadAsync();
        (await server.PostImageAsync(SavedModels.ReadPhoto("sneaker"))).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("model.zip")]
    [InlineData("data/model.zip")] // in a folder that is missing, too
    public async Task File_MissingThenWritten_IsNoticed(string name)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        await using var server = await TestServer.StartAsync(path, options => options.AllowMissingModel = true);

        Replace(path, models.Shoes);

        using var timeout = new CancellationTokenSource(Patience);
        while ((await server.Client.GetAsync("/health/ready", timeout.Token)).StatusCode != HttpStatusCode.OK)
            await Task.Delay(100, timeout.Token);
        server.Predictor.Model.ClassCount.Should().Be(2);
    }

    [Fact]
    public async Task LoadAsync_FileDeletedAndReloadedMeanwhile_ServesNoModel()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.zip");
        File.Copy(models.Shoes, path);
        using var opening = new PausedOpening();
        using var model = Create(path, new SavPredictorOptions { AllowMissingModel = true, ReloadOnChange = false, ConfigureLmm = opening.Wait });

        var loading = model.LoadAsync(default);
        opening.WaitUntilReached();
        File.Delete(path);
        var reloading = model.ReloadAsync();
        opening.Continue();
        await Task.WhenAll(loading, reloading);

        model.IsLoaded.Should().BeFalse("its file is gone");
    }

    [Fact]
    public async Task LoadAsync_FileReplacedMeanwhile_IsNoticed()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.zip");
        File.Copy(models.Shoes, path);
        using var opening = new PausedOpening();
        using var model = Create(path, new SavPredictorOptions { ConfigureLmm = opening.Wait });

        var loading = model.LoadAsync(default);
        opening.WaitUntilReached();
        Replace(path, models.Clothes);
        opening.Continue();
        await loading;

        using var timeout = new CancellationTokenSource(Patience);
        while (CountClasses(model) == 2)
            await Task.Delay(100, timeout.Token);
        CountClasses(model).Should().Be(3);
    }

    private static CurrentModel Create(string path, SavPredictorOptions options) => new(new ModelLoader(path, options, NullLogger.Instance), options, NullLogger.Instance);

    private static int CountClasses(CurrentModel current)
    {
        var model = current.Acquire();
        model.Release();
        return model.Model.ClassCount;
    }

    private static void Replace(string path, string source)
    {
        File.Copy(source, path + ".new");
        File.SetLastWriteTimeUtc(path + ".new", DateTime.UtcNow);
        File.Move(path + ".new", path, overwrite: true);
    }
}
