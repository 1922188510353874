using Microsoft.ML.Sav.BrowserTesting;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>The page, used as a person uses it.</summary>
[Collection(ServerCollection.Name)]
public sealed class PageTests(TestBrowser browser) : IClassFixture<TestBrowser>
{
    private const int DesktopWidth = 1280;
    private const int PhoneWidth = 390;

    [Fact]
    public async Task Page_FromEmptyToTrainedToEmpty_DoesWhatItShows()
    {
        using var folder = new TemporaryFolder();
        using var first = await WebAppServer.StartAsync(folder.Path);
        await using var driver = await PageDriver.OpenAsync(browser, first.Address, DesktopWidth);
        (await driver.ReadAsync("#stage")).Should().Contain("Put photos into two piles");

        // Piles, and photos from files.
        foreach (var name in SamplePhotos.Piles)
        {
            await driver.AddPileAsync(name);
            await driver.ChooseFilesAsync($"[aria-label='Add photos to {name}']", SamplePhotos.GetPaths("train", name, 4));
            await driver.WaitAsync($"document.querySelectorAll('[aria-label=\"Pile {name}\"] .thumbnail').length === 4");
        }
        await driver.WaitUntilLearnedAsync(12);
        (await driver.ReadStagesAsync()).Should().Contain(stage => stage.StartsWith("Learning", StringComparison.Ordinal));
        (await driver.ReadAsync("#accuracy")).Should().MatchRegex("^[0-9]+ %$");
        await driver.ScreenshotAsync("piles");

        // Try a photo, and see why.
        await driver.ChooseFilesAsync("#try-file", SamplePhotos.GetPaths("test", "bag", 1));
        await driver.WaitAsync("document.querySelector('#photo-title').textContent === 'It is: bag'");
        var scores = await driver.EvaluateAsync<double[]>("[...document.querySelectorAll('#scores meter')].map(meter => meter.value)");
        scores.Should().HaveCount(3).And.BeInDescendingOrder();
        scores.Sum().Should().BeApproximately(1, 1e-4);
        await driver.ClickAsync("#evidence");
        await driver.WaitForEvidenceAsync("bag");
        await driver.Page.Keyboard.PressAsync("Escape");

        // Something else is none of these.
        await driver.ChooseFilesAsync("#try-file", [SamplePhotos.Flower]);
        await driver.WaitAsync("document.querySelector('#photo-title').textContent === 'None of these'");
        await driver.ScreenshotAsync("none-of-these", "#photo");
        await driver.Page.Keyboard.PressAsync("Escape");

        // A sandal is not a pile yet: put it where it belongs, and the model knows at once.
        await driver.ChooseFilesAsync("#try-file", SamplePhotos.GetPaths("test", "sandal", 1));
        await driver.WaitForPredictionAsync();
        var before = await driver.ReadScoreAsync("bag");
        await driver.ClickAsync("#choices button[data-key='2']");
        await driver.WaitAsync("document.querySelector('#photo-note').textContent === 'Learned.'");
        await driver.WaitUntilLearnedAsync(13);
        (await driver.ReadScoreAsync("bag")).Should().BeGreaterThan(before);
        await driver.Page.Keyboard.PressAsync("Escape");
        await driver.WaitUntilLearnedAsync(13);

        // Which one next?
        await driver.ChooseFilesAsync("#unsorted-file", SamplePhotos.GetPaths("test", "trouser", 4));
        await driver.WaitAsync("document.querySelectorAll('#unsorted-list .thumbnail').length === 6");
        await driver.ClickAsync("#suggest");
        await driver.WaitAsync("document.querySelectorAll('#unsorted-list .suggested').length > 0");

        // A report, saved as a download.
        await driver.RunAsync("{ const create = URL.createObjectURL; URL.createObjectURL = blob => { blob.text().then(text => { window.saved = text; }); return create.call(URL, blob); }; }");
        await driver.ClickAsync("#report");
        await driver.WaitAsync("window.saved?.startsWith('<!DOCTYPE html>')");

        // Reload: all is there.
        var state = await driver.ReadStateAsync();
        await driver.ReloadAsync();
        await driver.WaitUntilLearnedAsync(13);
        await driver.WaitForPilesAsync(3);
        (await driver.ReadStateAsync()).Should().Be(state);

        // Another server on the same folder, after a sudden end of the first: all is there, and nothing is learned again.
        await driver.Page.GoToAsync("about:blank"); // an open page would report the lost connection in the console
        first.Dispose();
        using var second = await WebAppServer.StartAsync(folder.Path);
        await driver.GoToAsync(second.Address);
        await driver.WaitUntilLearnedAsync(13);
        await driver.WaitForPilesAsync(3);
        (await driver.ReadStateAsync()).Should().Be(state);
        (await driver.ReadStagesAsync()).Should().NotContain(stage => stage.StartsWith("Learning", StringComparison.Ordinal));

        // Delete a photo, a pile, everything.
        await driver.ClickAsync("[aria-label='Pile bag'] li:last-child .thumbnail");
        await driver.ClickAsync("#photo-delete");
        await driver.WaitUntilLearnedAsync(12);
        await driver.ClickAsync("[aria-label='Remove pile bag']");
        await driver.WaitUntilLearnedAsync(8);
        await driver.WaitForPilesAsync(2);
        await driver.ClickAsync("#start-over");
        await driver.WaitAsync("document.body.dataset.stage === 'waiting' && document.querySelectorAll('.pile').length === 0");
        Directory.GetFiles(Path.Combine(folder.Path, "photos")).Should().BeEmpty();
        Directory.Exists(Path.Combine(folder.Path, "features")).Should().BeFalse();
        File.Exists(Path.Combine(folder.Path, "model.zip")).Should().BeFalse();
        driver.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Page_NamesWithMarkup_AreText()
    {
        const string Name = "<img src=x onerror=window.broken=1>\"'&";
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var driver = await PageDriver.OpenAsync(browser, server.Address, DesktopWidth);

        await driver.AddPileAsync(Name);
        await driver.AddPileAsync("bag");
        await driver.ChooseFilesAsync(".pile:first-child .add", SamplePhotos.GetPaths("train", "trouser", 1));
        await driver.ChooseFilesAsync(".pile:last-child .add", SamplePhotos.GetPaths("train", "bag", 1));
        await driver.WaitUntilLearnedAsync(2);
        await driver.ClickAsync(".pile:first-child .thumbnail");
        await driver.WaitForPredictionAsync();

        (await driver.EvaluateAsync<bool>("'broken' in window")).Should().BeFalse();
        (await driver.EvaluateAsync<string>("document.querySelector('#photo-title').textContent")).Should().Be($"It is: {Name}");
        driver.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Page_Keyboard_AddsOpensClosesAndKeepsFocus()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var driver = await PageDriver.OpenAsync(browser, server.Address, DesktopWidth);
        await driver.Page.FocusAsync("#new-name");
        await driver.Page.Keyboard.TypeAsync("bag\n");
        await driver.WaitAsync("document.querySelectorAll('.pile').length === 1");
        await driver.ChooseFilesAsync(".pile .add", SamplePhotos.GetPaths("train", "bag", 1));
        await driver.WaitAsync("document.querySelectorAll('.thumbnail').length === 1");

        await driver.Page.FocusAsync(".thumbnail");
        await driver.Page.Keyboard.PressAsync("Enter");
        (await driver.EvaluateAsync<bool>("document.querySelector('#photo').open && document.querySelector('#photo').contains(document.activeElement)")).Should().BeTrue();
        await driver.Page.Keyboard.PressAsync("Escape");

        (await driver.EvaluateAsync<string>("document.activeElement.className")).Should().Be("thumbnail");
    }

    [Fact]
    public async Task Page_DropAndRename_ChangePiles()
    {
        const string DropLargePhoto = """
            (async () => {
              const canvas = Object.assign(document.createElement('canvas'), { width: 3000, height: 2000 });
              const blob = await new Promise(done => canvas.toBlob(done));
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([blob], '../a.png', { type: 'text/html' }));
              document.querySelector('.pile').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
            })()
            """;
        const string DragToSecondPile = """
            (dataTransfer => {
              const send = (element, type) => element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
              send(document.querySelector('.thumbnail'), 'dragstart');
              send(document.querySelector('.pile:nth-child(2)'), 'drop');
            })(new DataTransfer())
            """;
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var driver = await PageDriver.OpenAsync(browser, server.Address, DesktopWidth);
        await driver.AddPileAsync("first");
        await driver.AddPileAsync("second");

        await driver.RunAsync(DropLargePhoto);
        await driver.WaitAsync("document.querySelector('.pile:nth-child(1) .thumbnail img')?.naturalWidth === 1024");
        await driver.RunAsync(DragToSecondPile);
        await driver.WaitAsync("document.querySelectorAll('.pile:nth-child(1) .thumbnail').length === 0 && document.querySelectorAll('.pile:nth-child(2) .thumbnail').length === 1");
        await driver.Page.FocusAsync(".pile:nth-child(2) .name");
        await driver.Page.Keyboard.TypeAsync("!\n");

        await driver.WaitAsync("document.querySelector(\".pile[aria-label*='!']\")");
        driver.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Page_FolderDropped_AddsPhotosInIt()
    {
        using var folder = new TemporaryFolder();
        using var photos = new TemporaryFolder();
        photos.Write("notes.txt", "not a photo");
        Directory.CreateDirectory(photos.File("more"));
        foreach (var (number, path) in SamplePhotos.GetPaths("train", "bag", 3).Index())
            File.Copy(path, photos.File(Path.Combine(number == 0 ? "more" : "", $"{number}.png")));
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var driver = await PageDriver.OpenAsync(browser, server.Address, DesktopWidth);

        await driver.DropAsync(".unsorted", photos.Path);

        await driver.WaitAsync("document.querySelectorAll('#unsorted-list .thumbnail').length === 3");
        (await driver.ReadAsync("#messages")).Should().BeEmpty();
        driver.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Page_RenameFails_FieldShowsTheNameOfBefore()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var driver = await PageDriver.OpenAsync(browser, server.Address, DesktopWidth);
        await driver.AddPileAsync("cat");
        await driver.AddPileAsync("bird");

        await driver.RenamePileAsync(1, "dogs");
        await driver.WaitAsync("document.querySelector('[aria-label=\"Pile dogs\"]')");
        await driver.RenamePileAsync(1, "bird");
        await driver.WaitAsync("document.querySelector('.message.error')");

        (await driver.EvaluateAsync<string>("document.querySelector('.pile .name').value")).Should().Be("dogs");
    }

    [Fact]
    public async Task Page_PhotoPutIntoTheOnlyPile_NoteSaysThatThereIsNoModel()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var driver = await PageDriver.OpenAsync(browser, server.Address, DesktopWidth);
        await driver.AddPileAsync("bag");
        await driver.ChooseFilesAsync("#try-file", SamplePhotos.GetPaths("test", "bag", 1));
        await driver.WaitAsync("document.querySelector('#photo-note').textContent.includes('no model')");
        await driver.RunAsync("window.notes = []; new MutationObserver(() => window.notes.push(document.querySelector('#photo-note').textContent)).observe(document.querySelector('#photo-note'), { childList: true })");

        await driver.ClickAsync("#choices button[data-key='1']");
        await driver.WaitAsync("window.notes.includes('Learning …') && window.notes.at(-1).includes('no model')");
        await Task.Delay(500); // nothing follows

        (await driver.EvaluateAsync<string[]>("window.notes")).Should().NotContain("Learned.");
        (await driver.ReadAsync("#photo-note")).Should().Contain("no model");
    }

    [Fact]
    public async Task Page_Camera_PhotosGoToThePile()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var driver = await PageDriver.OpenAsync(browser, server.Address, PhoneWidth);
        await driver.AddPileAsync("me");

        await driver.ClickAsync(".pile .shoot");
        await driver.WaitAsync("document.querySelector('#camera').open && document.querySelector('#video').videoWidth > 0");
        await driver.ClickAsync("#shutter");
        await driver.WaitAsync("document.querySelector('#shots').textContent === '1 photo taken'");
        (await driver.Page.FindAccessibilityViolationsAsync()).Should().BeEmpty();
        await driver.ClickAsync("#camera .close");

        await driver.WaitAsync("document.querySelectorAll('.pile .thumbnail').length === 1");
        await driver.WaitAsync("document.querySelector('#video').srcObject?.active !== true"); // the camera is off
        driver.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task ApiReference_Opened_ShowsPredictAndAsksNoOtherHost()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var driver = await PageDriver.OpenAsync(browser, server.Address, DesktopWidth);

        await driver.Page.GoToAsync(new Uri(server.Address, "scalar/").AbsoluteUri);
        await driver.WaitAsync("document.body.innerText.includes('/predict')");

        driver.Requests.Where(request => !request.StartsWith("data:", StringComparison.Ordinal)).Should()
            .OnlyContain(request => request.StartsWith(server.Address.AbsoluteUri, StringComparison.Ordinal) || request.StartsWith("blob:" + server.Address.AbsoluteUri, StringComparison.Ordinal));
    }
}
