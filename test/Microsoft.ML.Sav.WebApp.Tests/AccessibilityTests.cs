using Microsoft.ML.Sav.BrowserTesting;

namespace Microsoft.ML.Sav.WebApp.Tests;

/// <summary>The page of a trained model, checked by axe.</summary>
[Collection(ServerCollection.Name)]
public sealed class AccessibilityTests(TestBrowser browser, TrainedServer server) : IClassFixture<TestBrowser>
{
    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task Page_AnySchemeAndWidth_IsAccessibleAndFits(string scheme, int width)
    {
        await server.Page.AddPhotoAsync(SamplePhotos.Read("test", "bag"));
        await using var driver = await PageDriver.OpenAsync(browser, server.Address, width);
        await driver.Page.SetSchemeAsync(scheme);
        await driver.WaitUntilLearnedAsync(12);
        await driver.WaitForPilesAsync(3);
        if ((scheme, width) == ("light", 390))
            await driver.ScreenshotAsync("phone");
        (await driver.Page.FindAccessibilityViolationsAsync()).Should().BeEmpty();
        (await driver.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().Be(width);

        await driver.ClickAsync("#unsorted-list .thumbnail");
        await driver.WaitForPredictionAsync();
        await driver.ClickAsync("#evidence");
        await driver.WaitForEvidenceAsync("bag");
        if ((scheme, width) == ("dark", 390))
            await driver.ScreenshotAsync("photo");
        (await driver.Page.FindAccessibilityViolationsAsync()).Should().BeEmpty();
        (await driver.EvaluateAsync<bool>("document.querySelector('#photo').scrollWidth <= document.querySelector('#photo').clientWidth")).Should().BeTrue();
        driver.Problems.Should().BeEmpty();
    }
}
