using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Samples.Tests;

/// <summary>
/// What the README of a sample says that the sample prints: its blocks marked <c>text</c>. Tests use less data, so numbers, classes and paths may differ.
/// </summary>
internal static partial class ReadmeOutput
{
    /// <summary>Patterns of the lines, in order. Lines of three dots stand for what was cut, and are left out.</summary>
    public static IReadOnlyList<string> Patterns(string sample)
    {
        var blocks = OutputBlock().Matches(File.ReadAllText(Path.Combine(Sample.Folder(sample), "README.md")).ReplaceLineEndings("\n"));
        return [.. blocks.SelectMany(block => block.Groups[1].Value.Split('\n')).Where(line => line.Trim() is not ("" or "...")).Select(ToPattern)];
    }

    /// <summary>Fails unless a line of the output has the pattern of each line of the README.</summary>
    public static void ShouldBeLike(this string output, string sample)
    {
        var lines = output.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).ToList();
        var patterns = Patterns(sample);

        patterns.Should().NotBeEmpty();
        patterns.Where(pattern => !lines.Any(line => Regex.IsMatch(line, pattern))).Should().BeEmpty("the README shows such lines, and the sample printed\n{0}", output);
    }

    private static string ToPattern(string line) =>
        "^" + Token().Replace(line.Trim(), token => token.Groups switch
        {
            _ when token.Groups["percent"].Success => @"\s*%",
            _ when token.Groups["space"].Success => @"\s+",
            _ when token.Groups["number"].Success => @"[\d.,E-]+",
            _ when token.Groups["used"].Success => "(not )?used",
            _ when token.Groups["name"].Success => @"[^\s,:;]+",
            _ => Regex.Escape(token.Value),
        }) + "$";

    // In this order: a path may start with a class, a class with a word.
    [GeneratedRegex(
        @"(?<percent>\s*%)|(?<space>\s+)|(?<used>\b(not used|used)\b)"
        + @"|(?<name>[\w.-]*/[\w./-]+|\w+\.(zip|tsv)|\b(area-\w+|ankle-boot|bag|coat|dress|pullover|sandal|sneaker|shirt|t-shirt|trouser)\b)"
        + @"|(?<number>\d[\d.,]*(E-\d+)?)|.")]
    private static partial Regex Token();

    [GeneratedRegex(@"```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex OutputBlock();
}
