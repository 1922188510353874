namespace Microsoft.ML.Sav.Mapping;

/// <summary>Finds transformers of one type in a pipeline.</summary>
internal static class TransformerSearch
{
    /// <summary>The transformers of the type, in chains within chains too.</summary>
    public static IEnumerable<T> Find<T>(ITransformer model)
        where T : class, ITransformer => model switch
        {
            IEnumerable<ITransformer> chain => chain.SelectMany(Find<T>),
            T found => [found],
            _ => [],
        };
}
