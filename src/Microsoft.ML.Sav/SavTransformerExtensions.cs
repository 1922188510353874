using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Mapping;
using Microsoft.ML.Transforms;

// The namespace of ML.NET's own extensions: users need no further using.
namespace Microsoft.ML;

/// <summary>Changes the transformers of a loaded pipeline that run an LMM.</summary>
public static class SavTransformerExtensions
{
    /// <summary>
    /// Returns a copy of a pipeline in which every <see cref="SavTransformer"/> is replaced, for example to set where and how the LMM runs:
    /// <code>mlContext.Model.Load("model.zip", out _).WithSav(sav => sav.WithLmm(folder).WithLmmOptions(sav.LmmOptions with { GpuDeviceId = 0 }))</code>
    /// If its classes change, for example by <see cref="SavTransformer.Update"/>, a <c>MapValueToKey</c> of the label alone gets their keys.
    /// </summary>
    /// <param name="model">A <see cref="SavTransformer"/>, or a chain that contains one.</param>
    /// <param name="change">Returns the replacement.</param>
    /// <exception cref="ArgumentException">There is no <see cref="SavTransformer"/> in <paramref name="model"/>.</exception>
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
}
