namespace Microsoft.ML.Sav.Docs.Tests.Markdown;

/// <summary>A fenced code block, or a comment <c>&lt;!-- given</c> with code that readers do not see.</summary>
/// <param name="Language">First word after the fence; <c>given</c> for a comment.</param>
/// <param name="Words">Further words, which decide how the block is tested.</param>
/// <param name="Line">Line of its first line of code, from 1.</param>
/// <param name="Code">The code.</param>
internal sealed record CodeBlock(string Language, IReadOnlyList<string> Words, int Line, string Code);
