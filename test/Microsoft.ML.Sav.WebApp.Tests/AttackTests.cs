using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>What somebody tries who means no good.</summary>
[Collection(ServerCollection.Name)]
public sealed class AttackTests(TrainedServer server)
{
    private const int MaxPhotoBytes = 10 << 20;

    private static readonly byte[] Photo = SamplePhotos.Read("test", "bag", 5);

    private static readonly string UnknownId = new('0', 64);

    [Fact]
    public async Task Upload_TooLarge_IsRefusedWithoutReadingIt()
    {
        var response = await server.Page.PostPhotoAsync(new byte[MaxPhotoBytes + 1]);

        response.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("%PDF-1.7")]
    [InlineData("MZ program")]
    [InlineData("\u0089PNG is not all that a PNG needs")]
    [InlineData("GIF89a")]
    [InlineData("")]
    public async Task Upload_NotAnImageThatIsCalledOne_IsRefused(string content)
    {
        var response = await server.Page.PostPhotoAsync(Encoding.Latin1.GetBytes(content), contentType: "image/png");

        response.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Upload_PhotoThatIsCalledHtml_IsServedAsWhatItIs()
    {
        var response = await server.Page.PostPhotoAsync(Photo, contentType: "text/html");

        var id = (await PageClient.ReadAsync(response)).GetProperty("id").GetString();
        var served = await server.Page.Http.GetAsync($"api/photos/{id}");
        served.Content.Headers.ContentType?.MediaType.Should().Be("image/png");
        served.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [Fact]
    public async Task Upload_Truncated_IsRefused()
    {
        var response = await server.Page.PostPhotoAsync(Photo[..(Photo.Length / 2)]);

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Upload_DecompressionBomb_IsRefusedFromItsHeader()
    {
        var bomb = PngBomb.Create(30_000, 20_000);
        bomb.Length.Should().BeLessThan(200_000);

        var uploaded = await server.Page.PostPhotoAsync(bomb);
        var predicted = await PostPredictAsync(bomb);

        uploaded.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        predicted.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Upload_ToAnUnknownPile_IsNotKept()
    {
        var before = Directory.GetFiles(Path.Combine(server.DataFolder, "photos")).Length;

        var response = await server.Page.PostPhotoAsync(SamplePhotos.Read("test", "dress"), pile: 999_999);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        Directory.GetFiles(Path.Combine(server.DataFolder, "photos")).Should().HaveCount(before);
    }

    [Theory]
    [InlineData("api/photos/..%2f..%2fphotos.db")]
    [InlineData("api/photos/%2e%2e%2fphotos.db")]
    [InlineData("api/photos/..%5c..%5cphotos.db/prediction")]
    [InlineData("api/photos/%2fetc%2fpasswd")]
    [InlineData("..%2fappsettings.json")]
    [InlineData("appsettings.json")]
    [InlineData("data/photos.db")]
    [InlineData("js/..%2f..%2fProgram.cs")]
    public async Task Get_PathOutOfItsFolder_IsNotFound(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        (await server.Page.Http.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Predict_PathAsFileName_IsNotUsed()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "image", "../webapp-evil.png" } };

        var response = await server.Page.Http.PostAsync("predict", form);

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await response.Content.ReadAsStringAsync()).Should().Contain("webapp-evil.png").And.NotContain("..");
        Directory.GetFiles(server.DataFolder, "webapp-evil*", SearchOption.AllDirectories).Should().BeEmpty();
        File.Exists(Path.Combine(Path.GetDirectoryName(server.DataFolder)!, "webapp-evil.png")).Should().BeFalse();
    }

    [Theory]
    [InlineData("POST", "api/piles")]
    [InlineData("PUT", "api/piles/1")]
    [InlineData("DELETE", "api/piles/1")]
    [InlineData("POST", "api/photos")]
    [InlineData("PUT", "api/photos/1")]
    [InlineData("DELETE", "api/photos/1")]
    [InlineData("DELETE", "api/everything")]
    public async Task Change_WithoutAntiforgeryTokenOrWithThatOfAnotherPage_IsRefused(string method, string path)
    {
        using var stranger = new HttpClient { BaseAddress = server.Address };
        using var other = await PageClient.OpenAsync(server.Address);

        (await stranger.SendAsync(CreateRequest())).StatusCode.Should().Be(HttpStatusCode.BadRequest, "there is no token");
        stranger.DefaultRequestHeaders.Add("X-CSRF-TOKEN", other.Http.DefaultRequestHeaders.GetValues("X-CSRF-TOKEN"));
        (await stranger.SendAsync(CreateRequest())).StatusCode.Should().Be(HttpStatusCode.BadRequest, "the cookie is missing");
        (await server.Page.GetAsync("api/piles")).GetProperty("piles").GetArrayLength().Should().BeGreaterThanOrEqualTo(3);

        HttpRequestMessage CreateRequest() => new(new HttpMethod(method), path) { Content = JsonContent.Create(new { name = "evil" }) };
    }

    [Theory]
    [InlineData("PUT", "api/piles/999999", "{\"name\":\"x\"}")]
    [InlineData("DELETE", "api/piles/999999", null)]
    [InlineData("GET", "api/photos/{0}", null)]
    [InlineData("GET", "api/photos/{0}/prediction", null)]
    [InlineData("GET", "api/photos/{0}/evidence?label=bag", null)]
    [InlineData("PUT", "api/photos/{0}", "{\"pile\":null}")]
    [InlineData("DELETE", "api/photos/{0}", null)]
    [InlineData("GET", "api/photos/'%20OR%201=1--", null)]
    [InlineData("GET", "api/unknown", null)]
    public async Task Request_UnknownId_IsNotFound(string method, string path, string? json)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), string.Format(null, path, UnknownId));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");

        (await server.Page.Http.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\nlines")]
    [InlineData("bell\a")]
    [InlineData(null)]
    public async Task AddPile_NameThatIsNone_IsRefused(string? name)
    {
        (await server.Page.Http.PostAsJsonAsync("api/piles", new { name })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task AddPile_HugeNameOrTwice_IsRefused()
    {
        (await server.Page.Http.PostAsJsonAsync("api/piles", new { name = new string('w', 61) })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await server.Page.Http.PostAsJsonAsync("api/piles", new { name = "BAG" })).StatusCode.Should().Be(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task AddPile_Sql_IsAName()
    {
        const string Name = "'); DROP TABLE photos; --";

        var id = await server.Page.AddPileAsync(Name);

        var piles = (await server.Page.GetAsync("api/piles")).GetProperty("piles").EnumerateArray();
        piles.Single(pile => pile.GetProperty("id").GetInt64() == id).GetProperty("name").GetString().Should().Be(Name);
        (await server.Page.Http.DeleteAsync($"api/piles/{id}")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{\"name\":\"\\ud800\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"name\":", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    public async Task AddPile_BrokenJson_IsRefused(string json, HttpStatusCode expected)
    {
        var response = await server.Page.Http.PostAsync("api/piles", new StringContent(json, Encoding.UTF8, "application/json"));

        response.StatusCode.Should().Be(expected);
    }

    [Fact]
    public async Task Json_Huge_IsRefused()
    {
        var name = await server.Page.PostAsync("api/piles", JsonContent.Create(new { name = new string('w', 1_000_000) }));
        var rows = await server.Page.PostAsync("predict", JsonContent.Create(Enumerable.Repeat(new { image = new byte[] { 1 } }, 100_000)));
        var nested = await server.Page.PostAsync("predict", new StringContent(new string('[', 100_000), Encoding.UTF8, "application/json"));
        var body = await PostPredictAsync(new byte[31_000_000]);

        name.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        rows.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        nested.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        body.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Get_ForeignHostName_IsRefused()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "api/piles") { Headers = { Host = "evil.example" } };

        (await server.Page.Http.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.BadRequest, "a name that points at this machine is none of ours");
    }

    [Theory]
    [InlineData("")]
    [InlineData("app.css")]
    [InlineData("api/piles")]
    [InlineData("api/unknown")]
    public async Task Response_Any_HasSecurityHeaders(string path)
    {
        var response = await server.Page.Http.GetAsync(path);

        response.Headers.GetValues("Content-Security-Policy").Single().Should()
            .Contain("default-src 'none'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        response.Headers.Should().NotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Upload_ClientStopsHalfWay_IsNotKeptAndServerGoesOn()
    {
        var before = Directory.GetFiles(Path.Combine(server.DataFolder, "photos")).Length;

        using (var client = await SendPartAsync())
            client.Client.LingerState = new LingerOption(enable: true, seconds: 0);

        (await server.Page.GetAsync("api/piles")).GetProperty("piles").GetArrayLength().Should().BeGreaterThanOrEqualTo(3);
        Directory.GetFiles(Path.Combine(server.DataFolder, "photos")).Should().HaveCount(before);
    }

    [Fact]
    public async Task Upload_ClientSendsNothingMore_IsDisconnected()
    {
        using var client = await SendPartAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = new byte[4096];

        var length = await client.GetStream().ReadAsync(answer, timeout.Token);

        Encoding.ASCII.GetString(answer, 0, length).Should().StartWith("HTTP/1.1 408");
    }

    // Sends a request with a valid token and the first bytes of a photo that claims to have a million.
    private async Task<TcpClient> SendPartAsync()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var pair = await http.GetAsync("api/token");
        var cookie = pair.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var token = (await PageClient.ReadAsync(pair)).GetProperty("token").GetString();
        var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/photos HTTP/1.1\r\nHost: 127.0.0.1\r\nX-CSRF-TOKEN: {token}\r\nCookie: {cookie}\r\nContent-Length: 1000000\r\n\r\n"));
        await client.GetStream().WriteAsync(Photo);
        return client;
    }

    private Task<HttpResponseMessage> PostPredictAsync(byte[] image) =>
        server.Page.PostAsync("predict", new ByteArrayContent(image) { Headers = { ContentType = new("image/png") } });
}
