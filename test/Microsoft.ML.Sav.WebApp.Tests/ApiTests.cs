using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>What the page and other programs ask the server.</summary>
[Collection(ServerCollection.Name)]
public sealed class ApiTests(TrainedServer server)
{
    [Fact]
    public void Events_WhilePhotosAreAdded_ReportProgressAndAccuracy()
    {
        var stages = server.Statuses.Select(status => status.GetProperty("stage").GetString()).ToList();
        var last = server.Statuses[^1];

        stages[0].Should().Be("waiting");
        stages.Should().Contain("learning");
        last.GetProperty("accuracy").GetDouble().Should().BeGreaterThan(.7).And.BeLessThanOrEqualTo(1);
        server.Statuses.Select(status => status.GetProperty("done").GetInt32()).Should().Contain(done => done > 0 && done < 12);
    }

    [Fact]
    public async Task Prediction_OfAnUnsortedPhoto_HasLabelAndScores()
    {
        var id = await server.Page.AddPhotoAsync(SamplePhotos.Read("test", "bag"));

        var prediction = await server.Page.GetAsync($"api/photos/{id}/prediction");

        prediction.GetProperty("label").GetString().Should().Be("bag");
        prediction.GetProperty("scores").EnumerateArray().Sum(score => score.GetProperty("score").GetDouble()).Should().BeApproximately(1, 1e-5);
    }

    [Fact]
    public async Task Photo_Deleted_LeavesNeitherFileNorFeatures()
    {
        var (photos, features) = (Files("photos"), Files("features"));
        var pile = (await server.Page.GetAsync("api/piles")).GetProperty("piles")[0].GetProperty("id").GetInt64();
        var id = await server.Page.AddPhotoAsync(SamplePhotos.Read("test", SamplePhotos.Piles[0], 5), pile);
        await server.Page.ReadUntilReadyAsync(SamplePhotos.Piles.Length * TrainedServer.PhotosPerPile + 1);
        Files("photos").Except(photos).Should().ContainSingle();
        Files("features").Except(features).Should().ContainSingle();

        (await server.Page.Http.DeleteAsync($"api/photos/{id}")).StatusCode.Should().Be(HttpStatusCode.OK);

        (await server.Page.Http.GetAsync($"api/photos/{id}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        await server.Page.ReadUntilReadyAsync(SamplePhotos.Piles.Length * TrainedServer.PhotosPerPile);
        Files("photos").Should().BeEquivalentTo(photos);
        Files("features").Should().BeEquivalentTo(features);
    }

    [Fact]
    public async Task Evidence_OfEachPile_IsAnotherPicture()
    {
        var id = await server.Page.AddPhotoAsync(SamplePhotos.Read("test", "bag"));

        var pictures = await Task.WhenAll(SamplePhotos.Piles.Select(label => server.Page.Http.GetByteArrayAsync($"api/photos/{id}/evidence?label={label}")));

        pictures.Select(Convert.ToHexString).Should().HaveCount(3).And.OnlyHaveUniqueItems().And.OnlyContain(picture => picture.StartsWith("89504E47", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Downloads_Model_IsTheFileInTheDataFolder()
    {
        var model = await server.Page.Http.GetByteArrayAsync("api/downloads/model.zip");

        model.Should().Equal(await File.ReadAllBytesAsync(Path.Combine(server.DataFolder, "model.zip")));
    }

    [Fact]
    public async Task Downloads_Onnx_IsAnArchiveWithTheWholeModel()
    {
        await using var stream = await server.Page.Http.GetStreamAsync("api/downloads/model-onnx.zip");
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        using var archive = new ZipArchive(bytes);

        archive.Entries.Select(entry => entry.Name).Should().Contain("model.onnx");
        archive.Entries.Sum(entry => entry.Length).Should().BeGreaterThan(1_000_000, "the vision encoder is in it");
    }

    [Fact]
    public async Task Downloads_Report_IsAPageAboutPhotosThatItsModelHasNotSeen()
    {
        var response = await server.Page.Http.GetAsync("api/downloads/report.html");

        response.Content.Headers.ContentDisposition?.DispositionType.Should().Be("attachment");
        (await response.Content.ReadAsStringAsync()).Should().StartWith("<!DOCTYPE html>").And.Contain("ankle-boot");
    }

    [Fact]
    public async Task Predict_FormWithTwoFiles_ReturnsTwoPredictions()
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(SamplePhotos.Read("test", "trouser")), "image", "a.png" },
            { new ByteArrayContent(SamplePhotos.Read("test", "ankle-boot")), "image", "b.png" },
        };

        var predictions = await PageClient.ReadAsync(await client.PostAsync("predict", form));

        predictions.EnumerateArray().Select(prediction => prediction.GetProperty("label").GetString()).Should().Equal("trouser", "ankle-boot");
    }

    [Fact]
    public async Task Predict_JsonSingleAndBatch_ReturnOneAndAnArray()
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        var row = new { image = SamplePhotos.Read("test", "bag") };

        var single = await PageClient.ReadAsync(await client.PostAsJsonAsync("predict?top=1", row));
        var batch = await PageClient.ReadAsync(await client.PostAsJsonAsync("predict", new[] { row, row, row }));

        single.GetProperty("label").GetString().Should().Be("bag");
        single.GetProperty("scores").GetArrayLength().Should().Be(1);
        batch.GetArrayLength().Should().Be(3);
    }

    [Fact]
    public async Task OpenApi_Document_DescribesPredictAndItsReferencePageNeedsNoOtherHost()
    {
        using var client = new HttpClient { BaseAddress = server.Address };

        var document = await PageClient.ReadAsync(await client.GetAsync("openapi/v1.json"));
        var reference = await client.GetStringAsync("scalar/");

        document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Should().Equal("/predict");
        reference.Should().NotContain("http://").And.NotContain("https://").And.NotContain("//cdn");
    }

    [Fact]
    public async Task Health_AfterTraining_IsReady()
    {
        using var client = new HttpClient { BaseAddress = server.Address };

        (await client.GetStringAsync("health/ready")).Should().Be("Healthy");
        (await client.GetAsync("health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private string[] Files(string folder) => Directory.GetFiles(Path.Combine(server.DataFolder, folder), "*", SearchOption.AllDirectories);
}
