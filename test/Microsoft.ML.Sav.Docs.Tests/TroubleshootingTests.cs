using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.ML.Sav.Docs.Tests.Markdown;

namespace Microsoft.ML.Sav.Docs.Tests;

/// <summary>The messages that the page quotes are those of the source: text, with … for what a message fills in.</summary>
public sealed partial class TroubleshootingTests
{
    private static readonly HashSet<string> Messages = [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).SelectMany(ReadMessages)];

    public static TheoryData<string> Quoted =>
    [
        .. MarkdownFile.Get("docs/troubleshooting.md").Headings.Where(heading => heading.StartsWith('`')).Select(heading => heading.Trim('`')),
    ];

    [Theory, MemberData(nameof(Quoted))]
    public void Message_OfThePage_IsInTheSource(string quoted)
    {
        var start = string.Join(".*", quoted.TrimStart('…', ' ').Split('…').Select(Regex.Escape));

        Messages.Should().Contain(message => Regex.IsMatch(message, $"^{start}"));
    }

    [Fact]
    public void Page_Messages_AreMany() => Quoted.Should().HaveCountGreaterThan(20);

    private static IEnumerable<string> ReadMessages(string path) =>
        from node in CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes().OfType<ExpressionSyntax>()
        where node.Parent is not BinaryExpressionSyntax
        let message = Describe(node)
        where message?.Length > 10
        select message;

    // Null if the expression is no string. "{nameof(A.B)}" becomes B, any other value "…".
    private static string? Describe(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) && (Describe(sum.Left) ?? Describe(sum.Right)) is not null => $"{Describe(sum.Left) ?? "…"}{Describe(sum.Right) ?? "…"}",
        ParenthesizedExpressionSyntax parentheses => Describe(parentheses.Expression),
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(Describe)),
        _ => null,
    };

    private static string Describe(InterpolatedStringContentSyntax content) => content switch
    {
        InterpolatedStringTextSyntax text => text.TextToken.ValueText,
        InterpolationSyntax value when NameOf().Match(value.Expression.ToString()) is { Success: true } name => name.Groups[1].Value,
        _ => "…",
    };

    [GeneratedRegex(@"^nameof\((?:\w+\.)*(\w+)\)$")]
    private static partial Regex NameOf();
}
