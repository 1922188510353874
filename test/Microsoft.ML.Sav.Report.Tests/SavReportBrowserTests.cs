using Microsoft.ML.Sav.BrowserTesting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Microsoft.ML.Sav.Report.Tests;

/// <summary>The page as a reader's browser shows it.</summary>
public sealed class SavReportBrowserTests(TestBrowser browser, SampleReport sample) : IClassFixture<TestBrowser>, IClassFixture<SampleReport>
{
    private const int DesktopWidth = 1200;
    private const int PhoneWidth = 360;

    [Fact]
    public async Task Page_HostileNames_RunsNoScriptOfTheirs()
    {
        await using var report = await OpenAsync();

        (await report.Page.EvaluateAsync<bool>("'broken' in window")).Should().BeFalse();
        await Expect(report.Page.Locator("script")).ToHaveCountAsync(1);
        await Expect(report.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(SampleReport.Script);
        (await report.Page.InnerTextAsync("body")).Should().Contain(SampleReport.Labels[1]);
    }

    [Fact]
    public async Task Page_Opened_ReportsNoErrorAndRequestsNothing()
    {
        await using var report = await OpenAsync();

        report.Problems.Should().BeEmpty();
        report.Requests.Should().Equal(new Uri(sample.File).AbsoluteUri);
        (await report.Page.EvaluateAsync<bool>("[...document.images].every(image => image.complete && image.naturalWidth > 0)")).Should().BeTrue();
    }

    [Theory]
    [InlineData(ColorScheme.Light, DesktopWidth)]
    [InlineData(ColorScheme.Dark, DesktopWidth)]
    [InlineData(ColorScheme.Light, PhoneWidth)]
    [InlineData(ColorScheme.Dark, PhoneWidth)]
    public async Task Page_CheckedByAxe_IsAccessible(ColorScheme scheme, int width)
    {
        await using var report = await OpenAsync(scheme, width);
        await report.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");

        var violations = await report.FindAccessibilityViolationsAsync();

        violations.Should().BeEmpty();
    }

    [Fact]
    public async Task Page_OnAPhone_FitsTheWidth()
    {
        await using var report = await OpenAsync(width: PhoneWidth);

        await Expect(report.Page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", PhoneWidth);
    }

    [Fact]
    public async Task Page_DarkScheme_IsDarkWithItsCharts()
    {
        const string ReadBackground = "body => getComputedStyle(body).backgroundColor.match(/\\d+/g).map(Number)";
        const string ReadPixel = """
            async image => {
              await image.decode();
              const canvas = Object.assign(document.createElement('canvas'), { width: 10, height: 10 });
              const context = canvas.getContext('2d');
              context.drawImage(image, 20, 5, 10, 10, 0, 0, 10, 10);
              return [...context.getImageData(5, 5, 1, 1).data];
            }
            """;
        await using var report = await OpenAsync(ColorScheme.Dark);

        var background = await report.Page.Locator("body").EvaluateAsync<int[]>(ReadBackground);
        var chart = await report.Page.Locator(".chart img").First.EvaluateAsync<int[]>(ReadPixel);

        background[..3].Should().OnlyContain(value => value < 50);
        chart[..3].Should().OnlyContain(value => value < 50);
    }

    [Fact]
    public async Task Save_FilledCard_WritesAPageWithIt()
    {
        await using var report = await OpenAsync();
        await report.Page.GetByRole(AriaRole.Textbox, new() { Name = "Authors and contact" }).FillAsync("Ann & <Bob>");

        var download = await report.Page.RunAndWaitForDownloadAsync(() => report.Page.GetByRole(AriaRole.Button, new() { Name = "Save a copy" }).ClickAsync());

        download.SuggestedFilename.Should().Be(Path.GetFileName(sample.File));
        (await File.ReadAllTextAsync(await download.PathAsync())).Should().StartWith("<!DOCTYPE html>").And.Contain("Ann &amp; &lt;Bob&gt;</div>");
    }

    private async Task<TestPage> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = DesktopWidth)
    {
        var report = new TestPage(await browser.OpenPageAsync(scheme, width));
        await report.Page.GotoAsync(new Uri(sample.File).AbsoluteUri);
        return report;
    }
}
