using Microsoft.ML.Sav.BrowserTesting;
using PuppeteerSharp;

namespace Microsoft.ML.Sav.Report.Tests;

/// <summary>The page as a reader's browser shows it.</summary>
public sealed class SavReportBrowserTests(TestBrowser browser, SampleReport sample) : IClassFixture<TestBrowser>, IClassFixture<SampleReport>
{
    private const int DesktopWidth = 1200;
    private const int PhoneWidth = 360;

    private readonly List<string> _problems = [];
    private readonly List<string> _requests = [];

    [Fact]
    public async Task Page_HostileNames_RunsNoScriptOfTheirs()
    {
        await using var page = await OpenAsync();

        (await page.EvaluateExpressionAsync<bool>("'broken' in window")).Should().BeFalse();
        (await page.EvaluateExpressionAsync<int>("document.scripts.length")).Should().Be(1);
        (await page.EvaluateExpressionAsync<string>("document.querySelector('h1').textContent")).Should().Be(SampleReport.Script);
        (await page.EvaluateExpressionAsync<string>("document.body.innerText")).Should().Contain(SampleReport.Labels[1]);
    }

    [Fact]
    public async Task Page_Opened_ReportsNoErrorAndRequestsNothing()
    {
        await using var page = await OpenAsync();

        _problems.Should().BeEmpty();
        _requests.Where(request => !request.StartsWith("data:", StringComparison.Ordinal)).Should().Equal(new Uri(sample.File).AbsoluteUri);
        (await page.EvaluateExpressionAsync<bool>("[...document.images].every(image => image.complete && image.naturalWidth > 0)")).Should().BeTrue();
    }

    [Theory]
    [InlineData("light", DesktopWidth)]
    [InlineData("dark", DesktopWidth)]
    [InlineData("light", PhoneWidth)]
    [InlineData("dark", PhoneWidth)]
    public async Task Page_CheckedByAxe_IsAccessible(string scheme, int width)
    {
        await using var page = await OpenAsync(scheme, width);
        await page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(details => details.open = true)");

        var violations = await page.FindAccessibilityViolationsAsync();

        violations.Should().BeEmpty();
    }

    [Fact]
    public async Task Page_OnAPhone_FitsTheWidth()
    {
        await using var page = await OpenAsync(width: PhoneWidth);

        (await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth")).Should().Be(PhoneWidth);
    }

    [Fact]
    public async Task Page_DarkScheme_IsDarkWithItsCharts()
    {
        await using var page = await OpenAsync("dark");
        var luminance = "(color => (color[0] + color[1] + color[2]) / 765)(getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))";
        // The background of a chart, drawn on a canvas.
        var chart = """
            (async () => {
              const image = document.querySelector('.chart img');
              await image.decode();
              const canvas = Object.assign(document.createElement('canvas'), { width: 10, height: 10 });
              const context = canvas.getContext('2d');
              context.drawImage(image, 20, 5, 10, 10, 0, 0, 10, 10);
              const data = context.getImageData(5, 5, 1, 1).data;
              return (data[0] + data[1] + data[2]) / 765;
            })()
            """;

        (await page.EvaluateExpressionAsync<double>(luminance)).Should().BeLessThan(.2);
        (await page.EvaluateExpressionAsync<double>(chart)).Should().BeLessThan(.2);
    }

    [Fact]
    public async Task Save_FilledCard_WritesAPageWithIt()
    {
        await using var page = await OpenAsync();
        await page.EvaluateExpressionAsync("URL.createObjectURL = blob => { window.saved = blob.text(); return 'blob:none'; }");
        await page.FocusAsync(".field");
        await page.Keyboard.TypeAsync("Ann & <Bob>");

        await page.EvaluateExpressionAsync("document.getElementById('save').click()");

        (await page.EvaluateExpressionAsync<string>("window.saved")).Should().StartWith("<!DOCTYPE html>").And.Contain("Ann &amp; &lt;Bob&gt;</div>");
    }

    private async Task<IPage> OpenAsync(string scheme = "light", int width = DesktopWidth)
    {
        var page = await browser.OpenPageAsync(scheme, width);
        page.Console += (_, message) => _problems.Add(message.Message.Text);
        page.PageError += (_, error) => _problems.Add(error.Message);
        page.Request += (_, request) => _requests.Add(request.Request.Url);
        await page.GoToAsync(new Uri(sample.File).AbsoluteUri);
        return page;
    }
}
