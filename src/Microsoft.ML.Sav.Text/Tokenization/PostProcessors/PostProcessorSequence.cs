namespace Microsoft.ML.Sav.Text.Tokenization.PostProcessors;

/// <summary>Applies post-processors one after the other.</summary>
internal sealed class PostProcessorSequence(IReadOnlyList<IPostProcessor> processors) : IPostProcessor
{
    public List<int> Process(List<int> ids) => processors.Aggregate(ids, (current, next) => next.Process(current));
}
