using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Explaining;
using Microsoft.ML.Sav.Mapping;
using Microsoft.ML.Transforms;

// The namespace of ML.NET's own extensions: users need no further using.
namespace Microsoft.ML;

/// <summary>Finds, changes and explains the transformers of a pipeline that run an LMM.</summary>
public static class SavTransformerExtensions
{
    /// <summary>
    /// Returns the <see cref="SavTransformer"/> of a trained or loaded pipeline, for example to show the three likeliest labels of a prediction:
    /// <code>model.GetSav().Model.TopK(prediction.Score, 3)</code>
    /// It belongs to the pipeline: what disposes of the pipeline disposes of it.
    /// </summary>
    /// <param name="model">A <see cref="SavTransformer"/>, or a chain that contains one, in chains within chains too.</param>
    /// <exception cref="ArgumentException">There is no <see cref="SavTransformer"/> in <paramref name="model"/>, or there are several.</exception>
    public static SavTransformer GetSav(this ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return TransformerSearch.Find<SavTransformer>(model).ToList() switch
        {
            [var sav] => sav,
            var found => throw new ArgumentException($"Expected a model with one {nameof(SavTransformer)}, found a {model.GetType().Name} with {found.Count}.", nameof(model)),
        };
    }

    /// <summary>
    /// Returns a copy of a pipeline in which every <see cref="SavTransformer"/> is replaced, for example to set where and how the LMM runs:
    /// <code>mlContext.Model.Load("model.zip", out _).WithSav(sav => sav.WithLmm(folder).WithLmmOptions(sav.LmmOptions with { GpuDeviceId = 0 }))</code>
    /// If its classes change, for example by <see cref="SavTransformer.Update"/>, a <c>MapValueToKey</c> of the label alone gets their keys.
    /// </summary>
    /// <param name="model">A <see cref="SavTransformer"/>, or a chain that contains one.</param>
    /// <param name="change">Returns the replacement.</param>
    /// <exception cref="ArgumentException">There is no <see cref="SavTransformer"/> in <paramref name="model"/>.</exception>
    /// <exception cref="NotSupportedException">The classes change, and a <c>MapValueToKey</c> of the label cannot get their keys.</exception>
    public static ITransformer WithSav(this ITransformer model, Func<SavTransformer, SavTransformer> change)
    {
        SavTransformer? relabelled = null;
        var changed = TransformerReplacement.Replace<SavTransformer>(model, sav =>
        {
            var replacement = change(sav);
            relabelled = replacement.Model.ClassNames.SequenceEqual(sav.Model.ClassNames) ? relabelled : replacement;
            return replacement;
        });
        return relabelled is null ? changed : TransformerReplacement.ReplaceAny<ValueToKeyMappingTransformer>(changed, relabelled.WithClasses);
    }

    /// <summary>
    /// Returns a copy of a pipeline in which every <see cref="LmmFeaturizingTransformer"/> is replaced, for example to set where the LMM is:
    /// <code>mlContext.Model.Load("model.zip", out _).WithLmmFeaturizer(featurizer => featurizer.WithLmm(folder))</code>
    /// </summary>
    /// <param name="model">An <see cref="LmmFeaturizingTransformer"/>, or a chain that contains one.</param>
    /// <param name="change">Returns the replacement.</param>
    /// <exception cref="ArgumentException">There is no <see cref="LmmFeaturizingTransformer"/> in <paramref name="model"/>.</exception>
    public static ITransformer WithLmmFeaturizer(this ITransformer model, Func<LmmFeaturizingTransformer, LmmFeaturizingTransformer> change) =>
        TransformerReplacement.Replace(model, change);

    /// <summary>
    /// Explains the scores of rows: what each feature, token and part of an image adds to each class. Slower than
    /// <see cref="SavTransformer.Transform"/>: the LMM is prepared once more, and its decoder runs several times per row. A classifier that uses
    /// image features only runs no decoder.
    /// </summary>
    /// <param name="transformer">The classifier.</param>
    /// <param name="rows">The rows, with the columns that <see cref="SavTransformer.Transform"/> needs.</param>
    /// <returns>An explanation per row, computed as it is enumerated.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    /// <exception cref="NotSupportedException">The decoder's attention cannot be attributed to tokens (docs/explain.md).</exception>
    /// <exception cref="SavRowException">A row cannot be used, or what its tokens add does not add up to its features.</exception>
    public static IEnumerable<SavExplanation> Explain(this SavTransformer transformer, IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(rows);
        return RowExplainer.ExplainAll(transformer.Host, transformer.State, transformer.Model.ClassNames, rows);
    }
}
