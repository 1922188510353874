namespace Microsoft.ML.Sav.Text.Tokenization.PostProcessors;

/// <summary>Adds special tokens as a template specifies.</summary>
/// <param name="pieces">The ids of special tokens, or null for the ids of the text.</param>
internal sealed class TemplateProcessor(IReadOnlyList<int[]?> pieces) : IPostProcessor
{
    public List<int> Process(List<int> ids) => [.. pieces.SelectMany(piece => piece ?? (IEnumerable<int>)ids)];
}
