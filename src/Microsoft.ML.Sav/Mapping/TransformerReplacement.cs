using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Mapping;

/// <summary>Replaces transformers of one type in a pipeline.</summary>
internal static class TransformerReplacement
{
    /// <summary>Returns a copy of a pipeline in which every transformer of the type is replaced, in chains within chains too.</summary>
    /// <param name="model">A transformer of the type, or a chain that contains one.</param>
    /// <param name="change">Returns the replacement.</param>
    /// <exception cref="ArgumentException">There is no such transformer in <paramref name="model"/>.</exception>
    public static ITransformer Replace<T>(ITransformer model, Func<T, T> change)
        where T : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(change);
        return TransformerSearch.Find<T>(model).Any()
            ? ReplaceAny(model, change)
            : throw new ArgumentException($"Expected a model with a {typeof(T).Name}, found a {model.GetType().Name} without one.", nameof(model));
    }

    /// <summary>As <see cref="Replace"/>; without such a transformer, a copy.</summary>
    public static ITransformer ReplaceAny<T>(ITransformer model, Func<T, T> change)
        where T : class, ITransformer => model switch
        {
            IEnumerable<ITransformer> chain => TransformerChains.Copy(chain, transformer => ReplaceAny(transformer, change)),
            T replaced => change(replaced),
            _ => model,
        };
}
