using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>
/// A server that is killed at random moments, while photos are uploaded, learned, moved and deleted, starts again with everything that it confirmed. The
/// environment variable SAV_KILLS is the number of kills.
/// </summary>
public sealed class KilledServerTests : IDisposable
{
    private const int PhotosPerPile = 5;

    // These stay where they are, so that there is always something to learn.
    private const int FixedPhotosPerPile = 2;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("SAV_KILLS") ?? "3", CultureInfo.InvariantCulture);
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(1);

    // Per ID of a photo, the pile that it is in; a photo that is not there is missing, an unsorted one is in the pile 0.
    private readonly Dictionary<string, byte[]> _photos = [];
    private readonly Dictionary<string, long> _confirmed = [];
    private readonly List<long> _piles = [];

    // The change that was not confirmed when the server was killed.
    private (string Id, long? Pile)? _pending;

    [Fact]
    public async Task Start_AfterKills_HasWhatWasConfirmedAndLearnsIt()
    {
        using (var server = await WebAppServer.StartAsync(_folder.Path))
        {
            using var page = await PageClient.OpenAsync(server.Address);
            foreach (var name in SamplePhotos.Piles)
                await AddPileAsync(page, name);
        }
        for (var i = 0; i < Kills; i++)
        {
            using var server = await WebAppServer.StartAsync(_folder.Path);
            using var page = await PageClient.OpenAsync(server.Address);
            await CheckPhotosAsync(page);
            var changes = ChangeUntilKilledAsync(page);
            await Task.Delay(LongestLife * _random.NextDouble());
            server.Dispose();
            await changes;
        }

        using var last = await WebAppServer.StartAsync(_folder.Path);
        using var lastPage = await PageClient.OpenAsync(last.Address);
        await CheckPhotosAsync(lastPage);
        await lastPage.ReadUntilReadyAsync(_confirmed.Values.Count(pile => pile > 0));
        CheckFiles();
        (await PredictAsync(lastPage)).Should().BeEquivalentTo(await PredictWithNewServerAsync(), options => options.Using<double>(
            score => score.Subject.Should().BeApproximately(score.Expectation, 1e-3)).WhenTypeIs<double>(), "the model is that of the photos");
    }

    [Theory]
    [InlineData("0a1b")]
    [InlineData("0a1b.5f1e.partial")]
    public async Task Start_FileOfNoPhoto_IsDeleted(string name)
    {
        _folder.Write(Path.Combine("photos", name), "left by a server that was killed while it added or removed a photo");

        using var server = await WebAppServer.StartAsync(_folder.Path);

        Directory.GetFiles(_folder.File("photos")).Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private async Task AddPileAsync(PageClient page, string name)
    {
        _piles.Add(await page.AddPileAsync(name));
        foreach (var (number, path) in SamplePhotos.GetPaths("train", name, PhotosPerPile).Index())
        {
            var photo = await File.ReadAllBytesAsync(path);
            var id = Convert.ToHexStringLower(SHA256.HashData(photo));
            _photos.Add(id, photo);
            if (number < FixedPhotosPerPile)
                _confirmed[await page.AddPhotoAsync(photo, _piles[^1])] = _piles[^1];
        }
    }

    private async Task ChangeUntilKilledAsync(PageClient page)
    {
        string[] movable = [.. _photos.Keys.Where((_, i) => i % PhotosPerPile >= FixedPhotosPerPile)];
        try
        {
            while (true)
            {
                var id = movable[_random.Next(movable.Length)];
                var pile = _random.Next(_piles.Count + 1) is > 0 and var number ? _piles[number - 1] : 0;
                long? target = _confirmed.ContainsKey(id) && _random.Next(3) == 0 ? null : pile;
                _pending = (id, target);
                (await ChangeAsync(page, id, target)).EnsureSuccessStatusCode();
                Confirm(id, target);
                await Task.Delay(_random.Next(300));
            }
        }
        catch (Exception exception) when (exception is HttpRequestException { StatusCode: null } or IOException)
        {
            // The server was killed.
        }
    }

    private Task<HttpResponseMessage> ChangeAsync(PageClient page, string id, long? pile) =>
        pile is null ? page.Http.DeleteAsync($"api/photos/{id}")
        : _confirmed.ContainsKey(id) ? page.Http.PutAsJsonAsync($"api/photos/{id}", new { pile = pile == 0 ? null : pile })
        : page.PostPhotoAsync(_photos[id], pile == 0 ? null : pile);

    private void Confirm(string id, long? pile)
    {
        if (pile is { } target)
            _confirmed[id] = target;
        else
            _confirmed.Remove(id);
        _pending = null;
    }

    // What was confirmed is there; what was not may have happened or not.
    private async Task CheckPhotosAsync(PageClient page)
    {
        var piles = await page.GetAsync("api/piles");
        var found = piles.GetProperty("piles").EnumerateArray()
            .SelectMany(pile => Ids(pile.GetProperty("photos")).Select(id => KeyValuePair.Create(id, pile.GetProperty("id").GetInt64())))
            .Concat(Ids(piles.GetProperty("unsorted")).Select(id => KeyValuePair.Create(id, 0L))).ToDictionary();
        if (_pending is (var pending, var target) && (found.TryGetValue(pending, out var pile) ? pile : default(long?)) == target)
            Confirm(pending, target);

        found.Should().BeEquivalentTo(_confirmed);
        foreach (var id in found.Keys)
            (await page.Http.GetByteArrayAsync($"api/photos/{id}")).Should().Equal(_photos[id]);
        await WaitForFilesAsync(found.Keys);

        static IEnumerable<string> Ids(JsonElement photos) => photos.EnumerateArray().Select(id => id.GetString()!);
    }

    // Files of deleted photos go when training begins.
    private async Task WaitForFilesAsync(IEnumerable<string> ids)
    {
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end && GetFiles().Except(ids).Any();)
            await Task.Delay(100);
        GetFiles().Should().BeEquivalentTo(ids, "nothing is left of photos that are gone");

        IEnumerable<string> GetFiles() => Directory.GetFiles(_folder.File("photos")).Select(path => Path.GetFileName(path));
    }

    private void CheckFiles()
    {
        string[] folders = [.. Directory.GetDirectories(_folder.Path).Select(path => Path.GetFileName(path))];
        folders.Should().BeEquivalentTo("features", "keys", "photos");
        _folder.Files.Where(file => !file.StartsWith("photos.db", StringComparison.Ordinal)).Should().Equal("model.zip");
    }

    private async Task<IReadOnlyDictionary<string, double>> PredictWithNewServerAsync()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        using var page = await PageClient.OpenAsync(server.Address);
        foreach (var (pile, name) in _piles.Zip(SamplePhotos.Piles))
        {
            var copy = await page.AddPileAsync(name);
            foreach (var id in _confirmed.Keys.Where(id => _confirmed[id] == pile))
                await page.AddPhotoAsync(_photos[id], copy);
        }
        await page.ReadUntilReadyAsync(_confirmed.Values.Count(pile => pile > 0));
        return await PredictAsync(page);
    }

    private static async Task<IReadOnlyDictionary<string, double>> PredictAsync(PageClient page)
    {
        var response = await page.Http.PostAsync("predict", new ByteArrayContent(SamplePhotos.Read("test", "bag")) { Headers = { ContentType = new("image/png") } });
        var prediction = await PageClient.ReadAsync(response);
        return prediction.GetProperty("scores").EnumerateArray().ToDictionary(score => score.GetProperty("label").GetString()!, score => score.GetProperty("score").GetDouble());
    }
}
