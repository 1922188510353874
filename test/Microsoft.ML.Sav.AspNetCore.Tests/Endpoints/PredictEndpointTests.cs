using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.ML.Sav.AspNetCore.Endpoints;

namespace Microsoft.ML.Sav.AspNetCore.Tests.Endpoints;

[Collection(ServerCollection.Name)]
public sealed class PredictEndpointTests(SavedModels models)
{
    [Fact]
    public async Task Post_Image_ReturnsLabelAndScores()
    {
        await using var server = await TestServer.StartAsync(models.Clothes);

        var prediction = await ReadAsync<SavPrediction>(await server.PostImageAsync(SavedModels.ReadPhoto("bag")));

        prediction.Label.Should().Be("bag");
        prediction.Scores.Select(score => score.Label).Should().BeEquivalentTo("bag", "trouser", "ankle-boot");
        prediction.Scores.Should().BeInDescendingOrder(score => score.Score);
        prediction.Scores.Sum(score => score.Score).Should().BeApproximately(1, 1e-5f);
    }

    [Fact]
    public async Task Post_Top_LimitsScores()
    {
        await using var server = await TestServer.StartAsync(models.Clothes);

        var prediction = await ReadAsync<SavPrediction>(await server.PostImageAsync(SavedModels.ReadPhoto("trouser"), "/predict?top=2"));

        prediction.Scores.Should().HaveCount(2);
    }

    [Fact]
    public async Task Post_FormWithTwoFiles_ReturnsArrayInOrder()
    {
        await using var server = await TestServer.StartAsync(models.Clothes);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(SavedModels.ReadPhoto("trouser")), "image", "first.png" },
            { new ByteArrayContent(SavedModels.ReadPhoto("ankle-boot")), "image", "second.png" },
        };

        var predictions = await ReadAsync<SavPrediction[]>(await server.Client.PostAsync("/predict", form));

        predictions.Select(prediction => prediction.Label).Should().Equal("trouser", "ankle-boot");
    }

    [Fact]
    public async Task Post_JsonArray_ReturnsArrayInOrder()
    {
        await using var server = await TestServer.StartAsync(models.Clothes);
        SavInput[] rows = [new(SavedModels.ReadPhoto("bag")), new(SavedModels.ReadPhoto("trouser"))];

        var predictions = await ReadAsync<SavPrediction[]>(await server.Client.PostAsJsonAsync("/predict", rows));

        predictions.Select(prediction => prediction.Label).Should().Equal("bag", "trouser");
    }

    [Fact]
    public async Task Post_DamagedImage_ReturnsProblemThatNamesTheFile()
    {
        await using var server = await TestServer.StartAsync(models.Clothes);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(SavedModels.ReadPhoto("bag")), "image", "good.png" },
            { new ByteArrayContent(SavedModels.ReadPhoto("bag")[..100]), "image", "../../broken.png" },
        };

        var response = await server.Client.PostAsync("/predict", form);

        await ExpectProblemAsync(response, HttpStatusCode.UnprocessableEntity, "Image 2 ('broken.png')*");
    }

    [Fact]
    public async Task Post_ImageModelWithoutImage_ReturnsProblem()
    {
        await using var server = await TestServer.StartAsync(models.Clothes);

        var response = await server.Client.PostAsJsonAsync("/predict", new SavInput(Text: "What is this?"));

        await ExpectProblemAsync(response, HttpStatusCode.UnprocessableEntity, "*image is missing*");
    }

    [Theory]
    [InlineData("not json", "application/json", HttpStatusCode.BadRequest, "The JSON cannot be read*")]
    [InlineData("[null]", "application/json", HttpStatusCode.BadRequest, "*null*")]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest, "There are no rows*")]
    [InlineData("{}", "application/json", HttpStatusCode.BadRequest, "The row has neither image nor text*")]
    [InlineData("""{ "image": "%%%" }""", "application/json", HttpStatusCode.BadRequest, "The JSON cannot be read*")]
    [InlineData("hello", "text/plain", HttpStatusCode.UnsupportedMediaType, "*'text/plain*")]
    [InlineData("no boundary", "multipart/form-data", HttpStatusCode.BadRequest, "The form cannot be read*")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nno end", "multipart/form-data; boundary=b", HttpStatusCode.BadRequest, "The form cannot be read*")]
    [InlineData("", "image/png", HttpStatusCode.BadRequest, "The image has neither image nor text*")]
    public async Task Post_MalformedBody_ReturnsProblem(string body, string contentType, HttpStatusCode status, string detail)
    {
        await using var server = await TestServer.StartAsync(models.Clothes);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        var response = await server.Client.PostAsync("/predict", content);

        await ExpectProblemAsync(response, status, detail);
    }

    [Fact]
    public async Task Post_ImageAboveLimit_ReturnsProblem()
    {
        await using var server = await TestServer.StartAsync(models.Clothes, options => options.MaxImageBytes = 100);

        var response = await server.PostImageAsync(SavedModels.ReadPhoto("bag"));

        await ExpectProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "The image is larger than 100 bytes.");
    }

    [Fact]
    public async Task Post_MoreRowsThanAllowed_ReturnsProblemWithoutReadingThem()
    {
        await using var server = await TestServer.StartAsync(models.Clothes, options => options.QueueLength = 2);

        var response = await server.Client.PostAsync("/predict", new StringContent("[{}, {}, null]", new MediaTypeHeaderValue("application/json")));

        await ExpectProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "There are 3 rows, but at most 2 are allowed per request.");
    }

    [Fact]
    public async Task HandleAsync_RowIsRefused_CancelsTheOthers()
    {
        var predictor = new RefusingPredictor();
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream("""[{ "text": "waits" }, { "text": "refused" }, { "text": "waits" }]"""u8.ToArray());

        var result = await new PredictEndpoint(predictor, new SavPredictorOptions()).HandleAsync(context.Request, top: null, default).WaitAsync(TimeSpan.FromMinutes(1));

        result.Should().BeAssignableTo<IStatusCodeHttpResult>().Which.StatusCode.Should().Be(StatusCodes.Status429TooManyRequests);
        predictor.Tokens.Should().HaveCount(3).And.OnlyContain(token => token.IsCancellationRequested);
    }

    [Fact]
    public async Task Post_FullQueue_ReturnsTooManyRequestsWithRetryAfter()
    {
        await using var server = await TestServer.StartAsync(models.Clothes, options => (options.WorkerCount, options.QueueLength) = (1, 1));
        var photo = SavedModels.ReadPhoto("bag");

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.PostImageAsync(photo)));

        responses.Select(response => response.StatusCode).Should().Contain(HttpStatusCode.OK).And.Contain(HttpStatusCode.TooManyRequests)
            .And.OnlyContain(status => status == HttpStatusCode.OK || status == HttpStatusCode.TooManyRequests);
        responses.Where(response => response.StatusCode == HttpStatusCode.TooManyRequests)
            .Should().OnlyContain(response => response.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
    }

    /// <summary>Predicts nothing: rows wait for ever, or are refused.</summary>
    private sealed class RefusingPredictor : ISavPredictor
    {
        public List<CancellationToken> Tokens { get; } = [];

        public SavModel Model => throw new NotSupportedException();

        public Task<SavPrediction> PredictAsync(SavInput input, CancellationToken cancellationToken = default)
        {
            Tokens.Add(cancellationToken);
            return input.Text == "refused"
                ? throw new SavOverloadedException(queueLength: 1, retryAfter: TimeSpan.FromSeconds(1))
                : new TaskCompletionSource<SavPrediction>().Task.WaitAsync(cancellationToken);
        }

        public Task ReloadAsync() => throw new NotSupportedException();
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }

    private static async Task ExpectProblemAsync(HttpResponseMessage response, HttpStatusCode status, string detail)
    {
        response.StatusCode.Should().Be(status, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await response.Content.ReadFromJsonAsync<ProblemDetails>())!.Detail.Should().Match(detail);
    }
}
