namespace Microsoft.ML.Sav.Text.Tokenization.PostProcessors;

/// <summary>Several post-processors, the first innermost.</summary>
internal sealed class PostProcessorSequence(IReadOnlyList<IPostProcessor> processors) : IPostProcessor
{
    public List<int> Process(List<int> ids) => processors.Aggregate(ids, (current, next) => next.Process(current));
}
