namespace Microsoft.ML.Sav.Docs.Tests.Markdown;

/// <summary>A link or an image.</summary>
internal sealed record MarkdownLink(string Target, int Line)
{
    public bool IsWeb => Target.Contains("://", StringComparison.Ordinal) || Target.StartsWith("mailto:", StringComparison.Ordinal);
}
