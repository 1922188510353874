using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Microsoft.ML.Sav.BrowserTesting;

/// <summary>A page in a window of its own, and what happens in it.</summary>
public class TestPage : IAsyncDisposable
{
    private readonly List<string> _problems = [];
    private readonly List<string> _requests = [];

    public TestPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => _problems.Add(message.Text);
        page.PageError += (_, error) => _problems.Add(error);
        page.Request += (_, request) => _requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>What the browser's console shows, and scripts that failed.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Addresses that the browser asked for.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Returns what axe finds wrong: rules, elements, and what to do.</summary>
    public async Task<string[]> FindAccessibilityViolationsAsync()
    {
        var result = await Page.RunAxe();
        result.Passes.Should().NotBeEmpty("axe ran");
        return
        [
            .. from rule in result.Violations
               from node in rule.Nodes
               let reasons = node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message)
               select $"{rule.Id}: {node.Html} {string.Join("; ", reasons)}",
        ];
    }

    public ValueTask DisposeAsync() => Page.DisposeAsync();
}
