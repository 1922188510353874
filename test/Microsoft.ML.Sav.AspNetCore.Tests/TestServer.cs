using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.ML.Sav.AspNetCore.Tests;

/// <summary>A web server (Kestrel) with a classifier, on a free port of this machine.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestServer(WebApplication application)
    {
        _application = application;
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public ISavPredictor Predictor => _application.Services.GetRequiredService<ISavPredictor>();

    public static async Task<TestServer> StartAsync(string modelPath, Action<SavPredictorOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSavClassifier(modelPath, configure);
        builder.Services.AddOpenApi();
        var application = builder.Build();
        application.MapSavClassifier();
        application.MapHealthChecks("/health/ready");
        application.MapOpenApi();
        await application.StartAsync();
        return new TestServer(application);
    }

    public Task<HttpResponseMessage> PostImageAsync(byte[] image, string path = "/predict")
    {
        var content = new ByteArrayContent(image);
        content.Headers.ContentType = new("image/png");
        return Client.PostAsync(path, content);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
