using System.Text.Json;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>A server that has learned three piles of four photos.</summary>
public sealed class TrainedServer : IAsyncLifetime, IDisposable
{
    public const int PhotosPerPile = 4;

    private readonly TemporaryFolder _folder = new();
    private WebAppServer? _server;

    public string DataFolder => _folder.Path;

    public Uri Address => _server!.Address;

    internal PageClient Page { get; private set; } = null!;

    /// <summary>The status of training after each step, as the page got it.</summary>
    internal IReadOnlyList<JsonElement> Statuses { get; private set; } = [];

    public async Task InitializeAsync()
    {
        _server = await WebAppServer.StartAsync(_folder.Path);
        Page = await PageClient.OpenAsync(Address);
        var statuses = Page.ReadUntilReadyAsync(SamplePhotos.Piles.Length * PhotosPerPile);
        foreach (var name in SamplePhotos.Piles)
        {
            var pile = await Page.AddPileAsync(name);
            foreach (var path in SamplePhotos.GetPaths("train", name, PhotosPerPile))
                await Page.AddPhotoAsync(await File.ReadAllBytesAsync(path), pile);
        }
        Statuses = await statuses;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        Page?.Dispose();
        _server?.Dispose();
        _folder.Dispose();
    }
}
