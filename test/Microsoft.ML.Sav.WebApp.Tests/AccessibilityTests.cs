using Microsoft.ML.Sav.BrowserTesting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>The page of a trained model, checked by axe.</summary>
[Collection(ServerCollection.Name)]
public sealed class AccessibilityTests(TestBrowser browser, TrainedServer server) : IClassFixture<TestBrowser>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Page_AnySchemeAndWidth_IsAccessibleAndFits(ColorScheme scheme, int width)
    {
        var photo = await server.Page.AddPhotoAsync(SamplePhotos.Read("test", "bag"));
        await using var page = await PilesPage.OpenAsync(browser, server.Address, width, scheme);
        await page.ExpectLearnedAsync(12);
        await Expect(page.Piles).ToHaveCountAsync(3);
        if ((scheme, width) == (ColorScheme.Light, 390))
            await page.ScreenshotAsync("phone");
        (await page.FindAccessibilityViolationsAsync()).Should().BeEmpty();
        await Expect(page.Page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", width);

        await page.Unsorted.Locator($"[data-key='{photo}'] button").ClickAsync();
        await page.ExpectPredictionAsync();
        await page.Dialog.GetByLabel("Show the evidence").CheckAsync();
        await page.ExpectEvidenceAsync("bag");
        if ((scheme, width) == (ColorScheme.Dark, 390))
            await page.ScreenshotAsync("photo");
        (await page.FindAccessibilityViolationsAsync()).Should().BeEmpty();
        (await page.Dialog.EvaluateAsync<bool>("dialog => dialog.scrollWidth <= dialog.clientWidth")).Should().BeTrue();
        page.Problems.Should().BeEmpty();
    }
}
