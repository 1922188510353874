using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Docs.Tests.Markdown;

namespace Microsoft.ML.Sav.Docs.Tests;

public sealed partial class TableOfContentsTests
{
    [Fact]
    public void Toc_OfTheSite_NamesEveryPageOnce()
    {
        var pages = MarkdownFile.All.Select(file => file.Name).Where(name => name.StartsWith("docs/", StringComparison.Ordinal)).Select(name => name["docs/".Length..]);

        var entries = Href().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "toc.yml"))).Select(match => match.Groups[1].Value);

        entries.Where(entry => entry.EndsWith(".md", StringComparison.Ordinal)).Should().BeEquivalentTo(pages);
    }

    [GeneratedRegex(@"href: (\S+)")]
    private static partial Regex Href();
}
