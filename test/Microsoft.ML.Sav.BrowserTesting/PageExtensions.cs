using Deque.AxeCore.Commons;
using PuppeteerSharp;

namespace Microsoft.ML.Sav.BrowserTesting;

public static class PageExtensions
{
    /// <summary>Chooses the color scheme, <c>light</c> or <c>dark</c>.</summary>
    public static Task SetSchemeAsync(this IPage page, string scheme) =>
        page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);

    /// <summary>Returns what axe finds wrong: rules, elements, and what to do.</summary>
    public static async Task<string[]> FindAccessibilityViolationsAsync(this IPage page)
    {
        await page.EvaluateExpressionAsync(new BundledAxeScriptProvider().GetScript());
        return await page.EvaluateExpressionAsync<string[]>(
            "axe.run().then(result => result.violations.map(rule => rule.id + ': ' + rule.nodes.map(node => node.html + ' ' + node.failureSummary).join('; ')))");
    }
}
