using PuppeteerSharp;

namespace Microsoft.ML.Sav.BrowserTesting;

/// <summary>Chromium, Chrome or Edge as this machine has it.</summary>
public sealed class TestBrowser : IAsyncLifetime, IDisposable
{
    /// <summary>Set to the path of a browser, it is used.</summary>
    private const string Variable = "SAV_BROWSER";

    private static readonly string[] Candidates =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/microsoft-edge", "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly TemporaryFolder _profile = new();
    private IBrowser? _browser;

    /// <summary>Opens an empty page.</summary>
    public Task<IPage> OpenPageAsync() => _browser!.NewPageAsync();

    /// <summary>Opens a page of a width, in the color scheme <c>light</c> or <c>dark</c>.</summary>
    public async Task<IPage> OpenPageAsync(string scheme, int width)
    {
        var page = await OpenPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 800 });
        await page.SetSchemeAsync(scheme);
        return page;
    }

    public async Task InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable(Variable) ?? Candidates.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException(
            $"Pages are tested in a browser, and there is none. Install Chromium (build/restore.sh does so on Debian and Ubuntu) or set {Variable} to the path of Chrome or Edge.");
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = path,
            UserDataDir = _profile.Path,
            Timeout = 120_000,
            // The sandbox does not run as root; the camera is a film; the others keep the browser itself from the network.
            Args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
    }

    public void Dispose() => _profile.Dispose();
}
