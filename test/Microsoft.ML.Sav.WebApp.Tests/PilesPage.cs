using System.Text.RegularExpressions;
using Microsoft.ML.Sav.BrowserTesting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>The page in a browser, and what a person sees and does there.</summary>
internal sealed class PilesPage(IPage page) : TestPage(page)
{
    /// <summary>Set to 1, screenshots for the documentation are written.</summary>
    private const string ScreenshotVariable = "SAV_SCREENSHOTS";

    // Remembers every text of the status line.
    private const string RecordStages = """
        window.stages = [];
        document.addEventListener('DOMContentLoaded', () => {
          const stage = document.getElementById('stage');
          if (stage) new MutationObserver(() => window.stages.push(stage.textContent)).observe(stage, { childList: true, characterData: true, subtree: true });
        });
        """;

    // Piles, photos in their order, and the accuracy.
    private const string ReadState = """
        JSON.stringify([...document.querySelectorAll('.pile')]
          .map(pile => [pile.getAttribute('aria-label'), ...[...pile.querySelectorAll('li')].map(item => item.dataset.key)])
          .concat([[...document.querySelectorAll('#unsorted-list li')].map(item => item.dataset.key).sort(), document.querySelector('.accuracy').textContent,
            document.querySelector('#history svg').getAttribute('aria-label')]))
        """;

    public ILocator Stage => Page.Locator("#stage");

    public ILocator Piles => Page.GetByRole(AriaRole.Article);

    public ILocator Unsorted => Page.GetByRole(AriaRole.Region, new() { Name = "Unsorted" });

    /// <summary>The dialog that is open: a photo, named by what the model says, or the camera.</summary>
    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator Note => Page.Locator("#photo-note");

    public static async Task<PilesPage> OpenAsync(TestBrowser browser, Uri address, int width, ColorScheme scheme = ColorScheme.Light)
    {
        var page = new PilesPage(await browser.OpenPageAsync(scheme, width));
        page.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await page.Page.AddInitScriptAsync(RecordStages);
        await page.Page.GotoAsync(address.AbsoluteUri);
        // Until piles and status are there, things move below the pointer.
        await Expect(page.Page.Locator("#welcome:visible").Or(page.Piles).First).ToBeVisibleAsync();
        await Expect(page.Stage).Not.ToBeEmptyAsync();
        return page;
    }

    public ILocator GetButton(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator GetPile(string name) => Page.GetByRole(AriaRole.Article, new() { Name = $"Pile {name}", Exact = true });

    /// <summary>Returns the photos of a pile, or those that are unsorted.</summary>
    public static ILocator GetPhotos(ILocator pile) => pile.GetByRole(AriaRole.Listitem);

    /// <summary>Returns the button of the dialog that puts the photo into a pile.</summary>
    public ILocator GetChoice(string pile) => Dialog.GetByRole(AriaRole.Group, new() { Name = "Where it belongs" }).GetByRole(AriaRole.Button, new() { Name = pile, Exact = true });

    public async Task AddPileAsync(string name)
    {
        var field = Page.GetByLabel("New pile");
        await field.FillAsync(name);
        await GetButton("Add pile").ClickAsync();
        await Expect(GetPile(name)).ToBeVisibleAsync();
        await Expect(field).ToBeEmptyAsync();
    }

    public async Task RenamePileAsync(string name, string newName)
    {
        var field = GetPile(name).GetByLabel("Name of the pile");
        await field.FillAsync(newName);
        await field.PressAsync("Enter");
    }

    public async Task ChooseFilesAsync(string button, params string[] paths)
    {
        var chooser = await Page.RunAndWaitForFileChooserAsync(() => GetButton(button).ClickAsync());
        await chooser.SetFilesAsync(paths);
    }

    /// <summary>Drops a folder, as from a file manager.</summary>
    public async Task DropFolderAsync(ILocator target, string path)
    {
        var browser = await Page.Context.NewCDPSessionAsync(Page);
        var box = (await target.BoundingBoxAsync())!;
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
        {
            await browser.SendAsync("Input.dispatchDragEvent", new()
            {
                ["type"] = type,
                ["x"] = box.X + (box.Width / 2),
                ["y"] = box.Y + (box.Height / 2),
                ["data"] = new { items = Array.Empty<object>(), files = new[] { path }, dragOperationsMask = 1 },
            });
        }
    }

    public Task ExpectLearnedAsync(int photoCount) => Expect(Stage).ToContainTextAsync($"Ready. It has learned {photoCount} photos");

    public Task ExpectPredictionAsync() => Expect(Dialog).ToHaveAccessibleNameAsync(new Regex("^(It is: .+|None of these)$"));

    /// <summary>Expects the photo's dialog to show the overlay, 12 times as wide as a photo of the samples.</summary>
    public async Task ExpectEvidenceAsync(string label)
    {
        var overlay = Dialog.GetByAltText($"The photo, red where it looks like {label}");
        await Expect(overlay).ToHaveAttributeAsync("src", new Regex($"evidence\\?label={label}"));
        await Expect(overlay).ToHaveJSPropertyAsync("naturalWidth", 336);
    }

    public Task<double> ReadScoreAsync(string label) => Dialog.GetByRole(AriaRole.Meter, new() { Name = $"Probability of {label}" }).EvaluateAsync<double>("meter => meter.value");

    public Task<string[]> ReadStagesAsync() => Page.EvaluateAsync<string[]>("window.stages");

    public Task<string> ReadStateAsync() => Page.EvaluateAsync<string>(ReadState);

    /// <summary>Writes what the window shows, or an element of it.</summary>
    public async Task ScreenshotAsync(string name, ILocator? element = null)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotVariable) != "1")
            return;
        var path = Path.Combine(Repository.Root, "docs", "images", "webapp", $"{name}.png");
        if (element is null)
            await Page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
        else
            await element.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
    }
}
