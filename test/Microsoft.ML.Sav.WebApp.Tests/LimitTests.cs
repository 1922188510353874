using System.Net;
using System.Net.Http.Json;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>API keys and rate limits, on servers without a model: 503 is the answer of one that lets a request in.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Predict_WithKeys_AsksForOne()
    {
        using var server = await WebAppServer.StartAsync(_folder.Path, "--WebApp:ApiKeys:0=first-key", "--WebApp:ApiKeys:1=second-key");

        var statusCodes = new List<HttpStatusCode>();
        foreach (var key in new[] { null, "", "wrong", "FIRST-KEY", "first-key,second-key", "first-key", "second-key" })
        {
            using var client = new HttpClient { BaseAddress = server.Address };
            if (key is not null)
                client.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", key);
            statusCodes.Add((await PredictAsync(client)).StatusCode);
        }

        statusCodes.Should().Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 5), .. Enumerable.Repeat(HttpStatusCode.ServiceUnavailable, 2)]);
    }

    [Theory]
    [InlineData("--WebApp:ApiKeys:0=")]
    [InlineData("--WebApp:ApiKeys:0= ")]
    [InlineData("--WebApp:ApiKeys=secret")]
    public async Task Start_KeysThatLetEverybodyIn_IsRefused(string setting)
    {
        var start = () => WebAppServer.StartAsync(_folder.Path, setting);

        await start.Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Start_NoFolderOfTheLmm_IsRefused()
    {
        var start = () => WebAppServer.StartAsync(_folder.Path, "--WebApp:Lmm=nowhere");

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*There is no folder '*nowhere' with an LMM. Set 'WebApp:Lmm'*");
    }

    [Fact]
    public async Task Start_DataFolderThatCannotBeWrittenTo_SaysWhatToSet()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "");

        var start = () => WebAppServer.StartAsync(_folder.File("file"));

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*The data folder '*file' cannot be written to: *Set 'WebApp:DataFolder'*");
    }

    [Fact]
    public async Task Predict_TooOften_Is429WithRetryAfter()
    {
        using var server = await WebAppServer.StartAsync(_folder.Path, "--WebApp:PredictionsPerMinute=3");
        using var client = new HttpClient { BaseAddress = server.Address };

        var responses = new List<HttpResponseMessage>();
        for (var i = 0; i < 5; i++)
            responses.Add(await PredictAsync(client));

        responses.Select(response => (int)response.StatusCode).Should().Equal(503, 503, 503, 429, 429);
        responses[^1].Headers.RetryAfter?.Delta.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromMinutes(1));
        (await client.GetAsync("api/piles")).StatusCode.Should().Be(HttpStatusCode.OK, "the page is not affected");
    }

    [Fact]
    public async Task Add_MoreThanAllowed_IsRefused()
    {
        using var server = await WebAppServer.StartAsync(_folder.Path, "--WebApp:MaxPhotos=2", "--WebApp:MaxPiles=1");
        using var page = await PageClient.OpenAsync(server.Address);
        var pile = await page.AddPileAsync("one");
        await page.AddPhotoAsync(SamplePhotos.Read("test", "bag", 0), pile);
        await page.AddPhotoAsync(SamplePhotos.Read("test", "bag", 1), pile);

        (await page.PostPhotoAsync(SamplePhotos.Read("test", "bag", 2), pile)).StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await page.Http.PostAsJsonAsync("api/piles", new { name = "two" })).StatusCode.Should().Be(HttpStatusCode.Conflict);
    }

    [SkippableFact]
    public async Task Stop_WhileAPageIsOpen_TakesNoTime()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        using var server = await WebAppServer.StartAsync(_folder.Path);
        using var client = new HttpClient { BaseAddress = server.Address };
        await using var events = await client.GetStreamAsync("api/events");

        (await server.StopAsync()).Should().BeLessThan(TimeSpan.FromSeconds(20), "the host would wait 30 s for open requests");
    }

    public void Dispose() => _folder.Dispose();

    private static Task<HttpResponseMessage> PredictAsync(HttpClient client) =>
        client.PostAsync("predict", new ByteArrayContent(SamplePhotos.Read("test", "bag")) { Headers = { ContentType = new("image/png") } });
}
