using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Docs.Tests.Markdown;

/// <summary>A Markdown file of the repository: code blocks, headings and links.</summary>
internal sealed partial class MarkdownFile
{
    private static readonly string[] GeneratedFolders = ["bin", "obj", "artifacts", "node_modules", "StrykerOutput", "BenchmarkDotNet.Artifacts", ".git"];

    private readonly List<CodeBlock> _blocks = [];
    private readonly List<string> _headings = [];
    private readonly List<MarkdownLink> _links = [];

    private MarkdownFile(string path)
    {
        Path = path;
        Name = System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        Lines = File.ReadAllLines(path);
        Read();
    }

    /// <summary>All Markdown files that are not generated.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
        [.. Find(new DirectoryInfo(Repository.Root)).Select(path => new MarkdownFile(path)).OrderBy(file => file.Name, StringComparer.Ordinal)];

    public string Path { get; }

    /// <summary>Path from the repository's root.</summary>
    public string Name { get; }

    public IReadOnlyList<string> Lines { get; }

    public IReadOnlyList<CodeBlock> Blocks => _blocks;

    /// <summary>Text of the headings, in Markdown.</summary>
    public IReadOnlyList<string> Headings => _headings;

    public IReadOnlyList<MarkdownLink> Links => _links;

    /// <summary>The anchors of the headings, as GitHub names them.</summary>
    public IEnumerable<string> Anchors
    {
        get
        {
            var counts = new Dictionary<string, int>();
            foreach (var heading in _headings)
            {
                var text = LinkText().Replace(heading, "$1").Replace("`", "", StringComparison.Ordinal).ToLowerInvariant();
                var anchor = NoAnchor().Replace(text, "").Replace(' ', '-');
                var count = counts[anchor] = counts.GetValueOrDefault(anchor) + 1;
                yield return count == 1 ? anchor : $"{anchor}-{count - 1}";
            }
        }
    }

    public static MarkdownFile Get(string name) => All.Single(file => file.Name == name);

    public override string ToString() => Name;

    private static IEnumerable<string> Find(DirectoryInfo folder) =>
    [
        .. folder.GetFiles("*.md").Select(file => file.FullName),
        .. folder.GetDirectories().Where(child => !GeneratedFolders.Contains(child.Name) && child.LinkTarget is null).SelectMany(Find),
    ];

    private void Read()
    {
        for (var i = 0; i < Lines.Count; i++)
        {
            if (Fence().Match(Lines[i]) is { Success: true } fence)
                i = ReadBlock(i, fence.Groups[2].Value, line => line.TrimStart().StartsWith(fence.Groups[1].Value, StringComparison.Ordinal));
            else if (Lines[i] == "<!-- given")
                i = ReadBlock(i, "given", line => line == "-->");
            else
                ReadText(i);
        }
    }

    private int ReadBlock(int start, string info, Func<string, bool> isEnd)
    {
        var code = Lines.Skip(start + 1).TakeWhile(line => !isEnd(line)).ToList();
        var words = info.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _blocks.Add(new CodeBlock(words.FirstOrDefault(""), [.. words.Skip(1)], start + 2, string.Join('\n', code)));
        return start + code.Count + 1;
    }

    private void ReadText(int i)
    {
        if (Heading().Match(Lines[i]) is { Success: true } heading)
            _headings.Add(heading.Groups[1].Value);
        var text = InlineCode().Replace(Lines[i], "");
        _links.AddRange(Link().Matches(text).Select(link => new MarkdownLink(link.Groups[1].Value + link.Groups[2].Value, i + 1)));
    }

    [GeneratedRegex(@"^\s*(```+)(.*)$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ +(.*?)\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(([^)\s]+)[^)]*\)|(?:src|srcset|href)=""([^""]+)""")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex NoAnchor();
}
