namespace Microsoft.ML.Sav.Text.Tokenization.PostProcessors;

/// <summary>Special tokens and the text in the order of a template.</summary>
/// <param name="pieces">Ids of special tokens; null stands for the text.</param>
internal sealed class TemplateProcessor(IReadOnlyList<int[]?> pieces) : IPostProcessor
{
    public List<int> Process(List<int> ids) => [.. pieces.SelectMany(piece => piece ?? (IEnumerable<int>)ids)];
}
