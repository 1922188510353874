using Microsoft.Playwright;

namespace Microsoft.ML.Sav.BrowserTesting;

/// <summary>Chromium, Chrome or Edge as this machine has it.</summary>
public sealed class TestBrowser : IAsyncLifetime
{
    // For everything: CI has two busy cores.
    private const int TimeoutMilliseconds = 120_000;

    /// <summary>Set to the path of a browser, it is used.</summary>
    private const string Variable = "SAV_BROWSER";

    private static readonly string[] Candidates =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/microsoft-edge", "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Opens an empty page in a window of its own.</summary>
    public async Task<IPage> OpenPageAsync(ColorScheme scheme, int width)
    {
        var page = await _browser!.NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        page.SetDefaultTimeout(TimeoutMilliseconds);
        return page;
    }

    public async Task InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable(Variable) ?? Candidates.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException(
            $"Pages are tested in a browser, and there is none. Install Chromium (build/browser.sh does so on Debian and Ubuntu) or set {Variable} to the path of Chrome or Edge.");
        Assertions.SetDefaultExpectTimeout(TimeoutMilliseconds);
        _playwright = await Playwright.Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Timeout = TimeoutMilliseconds,
            // The camera is a film. Playwright itself turns off the sandbox, which does not run as root, and keeps the browser itself from the network.
            Args = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--disable-gpu", "--disable-quic"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
