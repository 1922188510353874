using System.Text.RegularExpressions;
using Microsoft.ML.Sav.BrowserTesting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

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
        await using var page = await PilesPage.OpenAsync(browser, first.Address, DesktopWidth);
        await Expect(page.Stage).ToContainTextAsync("Put photos into two piles");

        // Piles, and photos from files.
        foreach (var name in SamplePhotos.Piles)
        {
            await page.AddPileAsync(name);
            await page.ChooseFilesAsync($"Add photos to {name}", SamplePhotos.GetPaths("train", name, 4));
            await Expect(PilesPage.GetPhotos(page.GetPile(name))).ToHaveCountAsync(4);
        }
        await page.ExpectLearnedAsync(12);
        (await page.ReadStagesAsync()).Should().Contain(stage => stage.StartsWith("Learning", StringComparison.Ordinal));
        await Expect(page.Page.Locator("#accuracy")).ToHaveTextAsync(new Regex("^[0-9]+ %$"));
        await page.ScreenshotAsync("piles");

        // Try a photo, and see why.
        await page.ChooseFilesAsync("Choose a photo", SamplePhotos.GetPaths("test", "bag", 1));
        await Expect(page.Dialog).ToHaveAccessibleNameAsync("It is: bag");
        var scores = await page.Dialog.GetByRole(AriaRole.Meter).EvaluateAllAsync<double[]>("meters => meters.map(meter => meter.value)");
        scores.Should().HaveCount(3).And.BeInDescendingOrder();
        scores.Sum().Should().BeApproximately(1, 1e-4);
        await page.Dialog.GetByLabel("Show the evidence").CheckAsync();
        await page.ExpectEvidenceAsync("bag");
        await page.Page.Keyboard.PressAsync("Escape");

        // Something else is none of these.
        await page.ChooseFilesAsync("Choose a photo", SamplePhotos.Flower);
        await Expect(page.Dialog).ToHaveAccessibleNameAsync("None of these");
        await page.ScreenshotAsync("none-of-these", page.Dialog);
        await page.Page.Keyboard.PressAsync("Escape");

        // A sandal is not a pile yet: put it where it belongs, and the model knows at once.
        await page.ChooseFilesAsync("Choose a photo", SamplePhotos.GetPaths("test", "sandal", 1));
        await page.ExpectPredictionAsync();
        var before = await page.ReadScoreAsync("bag");
        await page.GetChoice("bag").ClickAsync();
        await Expect(page.Note).ToHaveTextAsync("Learned.");
        await page.ExpectLearnedAsync(13);
        (await page.ReadScoreAsync("bag")).Should().BeGreaterThan(before);
        await page.Page.Keyboard.PressAsync("Escape");

        // Which one next?
        await page.ChooseFilesAsync("Add photos", SamplePhotos.GetPaths("test", "trouser", 4));
        await Expect(PilesPage.GetPhotos(page.Unsorted)).ToHaveCountAsync(6);
        await page.GetButton("What should I label next?").ClickAsync();
        await Expect(page.Unsorted.GetByAltText("suggested:").First).ToBeVisibleAsync();

        // A report, saved as a download.
        var report = await page.Page.RunAndWaitForDownloadAsync(() => page.GetButton("Report on its quality").ClickAsync());
        (await File.ReadAllTextAsync(await report.PathAsync())).Should().StartWith("<!DOCTYPE html>");

        // Reload: all is there.
        var state = await page.ReadStateAsync();
        await page.Page.ReloadAsync();
        await page.ExpectLearnedAsync(13);
        await Expect(page.Piles).ToHaveCountAsync(3);
        (await page.ReadStateAsync()).Should().Be(state);

        // Another server on the same folder, after a sudden end of the first: all is there, and nothing is learned again.
        await page.Page.GotoAsync("about:blank"); // an open page would report the lost connection in the console
        first.Dispose();
        using var second = await WebAppServer.StartAsync(folder.Path);
        await page.Page.GotoAsync(second.Address.AbsoluteUri);
        await page.ExpectLearnedAsync(13);
        await Expect(page.Piles).ToHaveCountAsync(3);
        (await page.ReadStateAsync()).Should().Be(state);
        (await page.ReadStagesAsync()).Should().NotContain(stage => stage.StartsWith("Learning", StringComparison.Ordinal));

        // Delete a photo, a pile, everything.
        await page.GetButton("bag, photo 5").ClickAsync();
        await page.GetButton("Delete photo").ClickAsync();
        await page.ExpectLearnedAsync(12);
        await page.GetButton("Remove pile bag").ClickAsync();
        await page.ExpectLearnedAsync(8);
        await Expect(page.Piles).ToHaveCountAsync(2);
        await page.GetButton("Start over").ClickAsync();
        await Expect(page.Stage).ToContainTextAsync("Put photos into two piles");
        await Expect(page.Piles).ToHaveCountAsync(0);
        Directory.GetFiles(Path.Combine(folder.Path, "photos")).Should().BeEmpty();
        Directory.Exists(Path.Combine(folder.Path, "features")).Should().BeFalse();
        File.Exists(Path.Combine(folder.Path, "model.zip")).Should().BeFalse();
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Page_NamesWithMarkup_AreText()
    {
        const string Name = "<img src=x onerror=window.broken=1>\"'&";
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var page = await PilesPage.OpenAsync(browser, server.Address, DesktopWidth);

        await page.AddPileAsync(Name);
        await page.AddPileAsync("bag");
        await page.ChooseFilesAsync($"Add photos to {Name}", SamplePhotos.GetPaths("train", "trouser", 1));
        await page.ChooseFilesAsync("Add photos to bag", SamplePhotos.GetPaths("train", "bag", 1));
        await page.ExpectLearnedAsync(2);
        await page.GetButton($"{Name}, photo 1").ClickAsync();

        await Expect(page.Dialog).ToHaveAccessibleNameAsync($"It is: {Name}");
        (await page.Page.EvaluateAsync<bool>("'broken' in window")).Should().BeFalse();
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Page_Keyboard_AddsOpensClosesAndKeepsFocus()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var page = await PilesPage.OpenAsync(browser, server.Address, DesktopWidth);
        await page.Page.GetByLabel("New pile").PressSequentiallyAsync("bag\n");
        await page.ChooseFilesAsync("Add photos to bag", SamplePhotos.GetPaths("train", "bag", 1));

        var photo = page.GetButton("bag, photo 1");
        await photo.PressAsync("Enter");
        await Expect(page.Dialog.Locator(":focus")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");

        await Expect(page.Dialog).ToBeHiddenAsync();
        await Expect(photo).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Page_DropDragAndRename_ChangePiles()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var page = await PilesPage.OpenAsync(browser, server.Address, DesktopWidth);
        await page.AddPileAsync("first");
        await page.AddPileAsync("second");

        var photo = new FilePayload { Name = "../a.png", MimeType = "text/html", Buffer = PngBomb.Create(3000, 2000) };
        await page.GetPile("first").DropAsync(new() { Files = [photo] });
        await Expect(page.Page.GetByAltText("first, photo 1")).ToHaveJSPropertyAsync("naturalWidth", 1024);
        await page.GetButton("first, photo 1").DragToAsync(page.GetPile("second"));
        await Expect(PilesPage.GetPhotos(page.GetPile("first"))).ToHaveCountAsync(0);
        await Expect(PilesPage.GetPhotos(page.GetPile("second"))).ToHaveCountAsync(1);
        await page.RenamePileAsync("second", "third");

        await Expect(PilesPage.GetPhotos(page.GetPile("third"))).ToHaveCountAsync(1);
        page.Problems.Should().BeEmpty();
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
        await using var page = await PilesPage.OpenAsync(browser, server.Address, DesktopWidth);

        await page.DropFolderAsync(page.Unsorted, photos.Path);

        await Expect(PilesPage.GetPhotos(page.Unsorted)).ToHaveCountAsync(3);
        await Expect(page.Page.Locator("#messages")).ToBeEmptyAsync();
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Page_RenameFails_FieldShowsTheNameOfBefore()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var page = await PilesPage.OpenAsync(browser, server.Address, DesktopWidth);
        await page.AddPileAsync("cat");
        await page.AddPileAsync("bird");

        await page.RenamePileAsync("cat", "dogs");
        await page.RenamePileAsync("dogs", "bird");

        await Expect(page.Page.Locator(".message.error")).ToBeVisibleAsync();
        await Expect(page.GetPile("dogs").GetByLabel("Name of the pile")).ToHaveValueAsync("dogs");
    }

    [Fact]
    public async Task Page_PhotoPutIntoTheOnlyPile_NoteSaysThatThereIsNoModel()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var page = await PilesPage.OpenAsync(browser, server.Address, DesktopWidth);
        await page.AddPileAsync("bag");
        await page.ChooseFilesAsync("Choose a photo", SamplePhotos.GetPaths("test", "bag", 1));
        await Expect(page.Note).ToContainTextAsync("no model");
        await page.Note.EvaluateAsync("note => { note.dataset.texts = ''; new MutationObserver(() => { note.dataset.texts += note.textContent + '; '; }).observe(note, { childList: true }); }");

        await page.GetChoice("bag").ClickAsync();
        await Expect(page.Note).ToHaveAttributeAsync("data-texts", new Regex("Learning …; .*no model.*; $"));
        await Task.Delay(500); // nothing follows

        await Expect(page.Note).Not.ToHaveAttributeAsync("data-texts", new Regex("Learned"));
        await Expect(page.Note).ToContainTextAsync("no model");
    }

    [Fact]
    public async Task Page_Camera_PhotosGoToThePile()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var page = await PilesPage.OpenAsync(browser, server.Address, PhoneWidth);
        await page.AddPileAsync("me");
        var video = page.Page.Locator("video");

        await page.GetButton("Camera for me").ClickAsync();
        await Expect(video).ToBeVisibleAsync();
        await Expect(video).Not.ToHaveJSPropertyAsync("videoWidth", 0);
        await page.GetButton("Take photo").ClickAsync();
        await Expect(page.Dialog.GetByText("1 photo taken")).ToBeVisibleAsync();
        (await page.FindAccessibilityViolationsAsync()).Should().BeEmpty();
        await page.GetButton("Close").ClickAsync();

        await Expect(PilesPage.GetPhotos(page.GetPile("me"))).ToHaveCountAsync(1);
        await Expect(video).ToHaveJSPropertyAsync("srcObject.active", false); // the camera is off
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task ApiReference_Opened_ShowsPredictAndAsksNoOtherHost()
    {
        using var folder = new TemporaryFolder();
        using var server = await WebAppServer.StartAsync(folder.Path);
        await using var page = await PilesPage.OpenAsync(browser, server.Address, DesktopWidth);

        await page.Page.GotoAsync(new Uri(server.Address, "scalar/").AbsoluteUri);
        await Expect(page.Page.GetByText("/predict").First).ToBeVisibleAsync();

        page.Requests.Should()
            .OnlyContain(request => request.StartsWith(server.Address.AbsoluteUri, StringComparison.Ordinal) || request.StartsWith("blob:" + server.Address.AbsoluteUri, StringComparison.Ordinal));
    }
}
