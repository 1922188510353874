using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Interop;

/// <summary>Copies chains of transformers.</summary>
internal static class TransformerChains
{
    /// <summary>Returns a chain of other transformers, each in the scope of the one that it replaces.</summary>
    /// <param name="chain">A <see cref="TransformerChain{T}"/>, or a sequence of transformers.</param>
    /// <param name="change">Returns the replacement of a transformer.</param>
    public static TransformerChain<ITransformer> Copy(IEnumerable<ITransformer> chain, Func<ITransformer, ITransformer> change)
    {
        var changed = chain.Select(change).ToArray();
        return chain is ITransformerChainAccessor { Scopes: var scopes } ? new(changed, scopes) : new(changed);
    }
}
