using Microsoft.ML.Sav.Docs.Tests.Markdown;

namespace Microsoft.ML.Sav.Docs.Tests;

public sealed class LinkTests
{
    private const string RepositoryUrl = "https://github.com/microsoft-ml-sav/Microsoft.ML.Sav";

    public static TheoryData<string> Files => [.. MarkdownFile.All.Select(file => file.Name)];

    [Theory, MemberData(nameof(Files))]
    public void Links_ToTheRepository_LeadToAFileAndHeading(string name)
    {
        var file = MarkdownFile.Get(name);

        var broken = file.Links.Where(link => FindProblem(file, link) is not null).Select(link => $"{name}:{link.Line}: {link.Target}: {FindProblem(file, link)}");

        broken.Should().BeEmpty();
    }

    /// <summary>nuget.org shows the README of a package, without the rest of the repository.</summary>
    [Fact]
    public void Links_OfPackageReadmes_AreAbsolute()
    {
        var packages = MarkdownFile.All.Where(file => file.Name.StartsWith("src/", StringComparison.Ordinal)).ToList();

        packages.Should().HaveCountGreaterThan(10);
        packages.SelectMany(file => file.Links.Where(link => !link.IsWeb).Select(link => $"{file.Name}: {link.Target}")).Should().BeEmpty();
    }

    private static string? FindProblem(MarkdownFile file, MarkdownLink link)
    {
        if (LocalPath(file, link) is not { } target)
            return null;
        var (path, anchor) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, null);
        if (!File.Exists(path) && !Directory.Exists(path))
            return "no such file";
        if (anchor is null)
            return null;
        var page = MarkdownFile.All.SingleOrDefault(candidate => candidate.Path == path);
        return page?.Anchors.Contains(anchor) == true ? null : "no such heading";
    }

    private static string? LocalPath(MarkdownFile file, MarkdownLink link)
    {
        if (link.Target.StartsWith('#'))
            return file.Path + link.Target;
        if (!link.IsWeb)
            return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file.Path)!, link.Target));
        string[] views = [$"{RepositoryUrl}/blob/main/", $"{RepositoryUrl}/tree/main/", "https://raw.githubusercontent.com/microsoft-ml-sav/Microsoft.ML.Sav/main/"];
        return views.FirstOrDefault(view => link.Target.StartsWith(view, StringComparison.Ordinal)) is { } view
            ? Path.GetFullPath(Path.Combine(Repository.Root, link.Target[view.Length..]))
            : null;
    }
}
