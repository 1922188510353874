using Microsoft.ML.Data;
using Microsoft.ML.Sav;

// The namespace of ML.NET's own extensions: users need no further using.
namespace Microsoft.ML;

/// <summary>Changes the <see cref="SavTransformer"/> of a loaded pipeline.</summary>
public static class SavTransformerExtensions
{
    /// <summary>
    /// Returns a copy of a pipeline in which every <see cref="SavTransformer"/> is replaced, for example to set where and how the LMM runs:
    /// <code>mlContext.Model.Load("model.zip", out _).WithSav(sav => sav.WithLmm(folder).WithLmmOptions(sav.LmmOptions with { GpuDeviceId = 0 }))</code>
    /// </summary>
    /// <param name="model">A <see cref="SavTransformer"/>, or a chain that contains one.</param>
    /// <param name="change">Returns the replacement.</param>
    /// <exception cref="ArgumentException">There is no <see cref="SavTransformer"/> in <paramref name="model"/>.</exception>
    public static ITransformer WithSav(this ITransformer model, Func<SavTransformer, SavTransformer> change)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(change);
        var found = false;
        var changed = Replace(model);
        return found ? changed : throw new ArgumentException($"Expected a model with a {nameof(SavTransformer)}, found a {model.GetType().Name} without one.", nameof(model));

        ITransformer Replace(ITransformer transformer)
        {
            if (transformer is IEnumerable<ITransformer> chain)
                return new TransformerChain<ITransformer>([.. chain.Select(Replace)]);
            if (transformer is not SavTransformer sav)
                return transformer;
            found = true;
            return change(sav);
        }
    }
}
