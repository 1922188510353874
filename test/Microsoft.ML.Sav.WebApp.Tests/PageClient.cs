using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>Sends what the page sends: with its cookie and its antiforgery token.</summary>
internal sealed class PageClient : IDisposable
{
    private const string TokenHeaderName = "X-CSRF-TOKEN";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private PageClient(HttpClient http) => Http = http;

    public HttpClient Http { get; }

    public static async Task<PageClient> OpenAsync(Uri address)
    {
        var http = new HttpClient { BaseAddress = address };
        var token = await http.GetFromJsonAsync<JsonElement>("api/token");
        http.DefaultRequestHeaders.Add(TokenHeaderName, token.GetProperty("token").GetString());
        return new PageClient(http);
    }

    public async Task<long> AddPileAsync(string name)
    {
        var response = await Http.PostAsJsonAsync("api/piles", new { name });
        return (await ReadAsync(response)).GetProperty("id").GetInt64();
    }

    public Task<HttpResponseMessage> PostPhotoAsync(byte[] photo, long? pile = null, string contentType = "image/png") =>
        PostAsync($"api/photos{(pile is null ? "" : $"?pile={pile}")}", new ByteArrayContent(photo) { Headers = { ContentType = new(contentType) } });

    // Waits for the server's word before it sends the body: a server that refuses it closes the connection.
    public Task<HttpResponseMessage> PostAsync(string path, HttpContent content) =>
        Http.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { ExpectContinue = true } });

    public async Task<string> AddPhotoAsync(byte[] photo, long? pile = null) =>
        (await ReadAsync(await PostPhotoAsync(photo, pile))).GetProperty("id").GetString()!;

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await Http.GetAsync(path));

    /// <summary>Reads the status of training until a number of photos is learned.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadUntilReadyAsync(int photoCount)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await using var stream = await Http.GetStreamAsync("api/events", timeout.Token);
        var statuses = new List<JsonElement>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(timeout.Token))
        {
            if (item.EventType != "training")
                continue;
            statuses.Add(JsonDocument.Parse(item.Data).RootElement);
            if (statuses[^1].GetProperty("stage").GetString() == "ready" && statuses[^1].GetProperty("total").GetInt32() == photoCount)
                break;
        }
        return statuses;
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue("{0} was answered: {1}", response.RequestMessage?.RequestUri, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public void Dispose() => Http.Dispose();
}
