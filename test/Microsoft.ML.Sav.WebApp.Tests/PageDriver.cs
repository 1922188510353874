using Microsoft.ML.Sav.BrowserTesting;
using PuppeteerSharp;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>The page in a browser, and what a person does with it.</summary>
internal sealed class PageDriver : IAsyncDisposable
{
    /// <summary>Set to 1, screenshots for the documentation are written.</summary>
    private const string ScreenshotVariable = "SAV_SCREENSHOTS";

    private const int Patience = 120_000;

    // Remembers every text of the status line.
    private const string RecordStages = """
        window.stages = [];
        document.addEventListener('DOMContentLoaded', () => {
          const stage = document.getElementById('stage');
          if (stage) new MutationObserver(() => window.stages.push(stage.textContent)).observe(stage, { childList: true, characterData: true, subtree: true });
        });
        """;

    private readonly List<string> _problems = [];
    private readonly List<string> _requests = [];

    private PageDriver(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>What the browser's console shows, and scripts that failed.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Addresses that the browser asked for.</summary>
    public IReadOnlyList<string> Requests => _requests;

    public static async Task<PageDriver> OpenAsync(TestBrowser browser, Uri address, int width)
    {
        var driver = new PageDriver(await browser.OpenPageAsync("light", width));
        driver.Page.Console += (_, message) => driver._problems.Add(message.Message.Text);
        driver.Page.PageError += (_, error) => driver._problems.Add(error.Message);
        driver.Page.Request += (_, request) => driver._requests.Add(request.Request.Url);
        driver.Page.Dialog += async (_, dialog) => await dialog.Dialog.Accept();
        await driver.Page.EvaluateExpressionOnNewDocumentAsync(RecordStages);
        await driver.GoToAsync(address);
        return driver;
    }

    public async Task GoToAsync(Uri address)
    {
        await Page.GoToAsync(address.AbsoluteUri);
        await WaitAsync("document.body.dataset.stage");
    }

    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await WaitAsync("document.body.dataset.stage");
    }

    public Task WaitAsync(string expression) => Page.WaitForExpressionAsync(expression, new WaitForFunctionOptions { Timeout = Patience });

    public Task WaitUntilLearnedAsync(int photoCount) => WaitAsync($"document.querySelector('#stage').textContent.startsWith('Ready. It has learned {photoCount} photos')");

    public Task<T> EvaluateAsync<T>(string expression) => Page.EvaluateExpressionAsync<T>(expression);

    public Task RunAsync(string script) => Page.EvaluateExpressionAsync(script);

    public Task<string> ReadAsync(string selector) => EvaluateAsync<string>($"document.querySelector('{selector}').textContent");

    public Task<string[]> ReadStagesAsync() => EvaluateAsync<string[]>("window.stages");

    public Task<double> ReadScoreAsync(string label) => EvaluateAsync<double>($"document.querySelector('#scores [data-key=\"{label}\"] meter').value");

    /// <summary>Returns piles, photos in their order, and the accuracy, as the page shows them.</summary>
    public Task<string> ReadStateAsync() => EvaluateAsync<string>("""
        JSON.stringify([...document.querySelectorAll('.pile')]
          .map(pile => [pile.getAttribute('aria-label'), ...[...pile.querySelectorAll('li')].map(item => item.dataset.key)])
          .concat([[...document.querySelectorAll('#unsorted-list li')].map(item => item.dataset.key).sort(), document.querySelector('.accuracy').textContent,
            document.querySelector('#history svg').getAttribute('aria-label')]))
        """);

    public async Task AddPileAsync(string name)
    {
        var count = await EvaluateAsync<int>("document.querySelectorAll('.pile').length");
        await Page.TypeAsync("#new-name", name);
        await ClickAsync("#new-pile button");
        await WaitAsync($"document.querySelectorAll('.pile').length === {count + 1} && document.querySelector('#new-name').value === ''");
    }

    public async Task ClickAsync(string selector)
    {
        var element = await Page.WaitForSelectorAsync(selector, new WaitForSelectorOptions { Visible = true, Timeout = Patience });
        await element.ClickAsync();
    }

    public async Task ChooseFilesAsync(string button, string[] paths)
    {
        var chooser = Page.WaitForFileChooserAsync(new WaitForOptions(Patience));
        await ClickAsync(button);
        await (await chooser).AcceptAsync(paths);
    }

    /// <summary>Drops a file or folder of this machine, as from a file manager.</summary>
    public async Task DropAsync(string selector, string path)
    {
        var box = await (await Page.QuerySelectorAsync(selector)).BoundingBoxAsync();
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
        {
            await Page.Client.SendAsync("Input.dispatchDragEvent", new
            {
                type,
                x = box.X + (box.Width / 2),
                y = box.Y + (box.Height / 2),
                data = new { items = Array.Empty<object>(), files = new[] { path }, dragOperationsMask = 1 },
            });
        }
    }

    public async Task RenamePileAsync(int number, string name)
    {
        var field = await Page.QuerySelectorAsync($".pile:nth-child({number}) .name");
        await field.ClickAsync(new PuppeteerSharp.Input.ClickOptions { Count = 3 });
        await Page.Keyboard.TypeAsync(name + "\n");
    }

    public Task WaitForPilesAsync(int count) => WaitAsync($"document.querySelectorAll('.pile').length === {count}");

    public Task WaitForPredictionAsync() =>
        WaitAsync("document.querySelector('#photo').open && document.querySelector('#photo-title').textContent !== 'A photo'");

    /// <summary>Waits until the photo's dialog shows the overlay, which is larger than a photo of the samples.</summary>
    public Task WaitForEvidenceAsync(string label) =>
        WaitAsync($"(image => image.src.includes('evidence?label={label}') && image.complete && image.naturalWidth > 28)(document.querySelector('#photo-image'))");

    /// <summary>Writes what the window shows, or an element of it.</summary>
    public async Task ScreenshotAsync(string name, string? selector = null)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotVariable) != "1")
            return;
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "images", "webapp"));
        await Task.Delay(500); // animations
        var path = Path.Combine(folder.FullName, $"{name}.png");
        if (selector is null)
            await Page.ScreenshotAsync(path);
        else
            await (await Page.QuerySelectorAsync(selector)).ScreenshotAsync(path);
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();
}
