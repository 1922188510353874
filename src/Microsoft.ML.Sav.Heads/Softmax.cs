using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Exponentials of logits, and the probabilities that they are in proportion to.</summary>
internal static class Softmax
{
    /// <summary>Replaces logits by their softmax. Negative infinity has the probability 0.</summary>
    /// <returns>Whether all probabilities are numbers; not so if a logit is NaN or all are negative infinity.</returns>
    public static bool TryCompute(Span<double> logits)
    {
        var greatest = TensorPrimitives.Max<double>(logits);
        if (!double.IsFinite(greatest))
            return false;
        TensorPrimitives.Divide(logits, ComputeExponentials(logits, greatest), logits);
        return true;
    }

    /// <summary>Computes log(sum(exp(logits))) of finite logits, which become exp(logit - greatest).</summary>
    public static double ComputeLogSum(Span<double> logits)
    {
        var greatest = TensorPrimitives.Max<double>(logits);
        return greatest + Math.Log(ComputeExponentials(logits, greatest));
    }

    // The greatest logit becomes 0, so that no exponential overflows. Returns the sum of the exponentials.
    private static double ComputeExponentials(Span<double> logits, double greatest)
    {
        TensorPrimitives.Subtract(logits, greatest, logits);
        TensorPrimitives.Exp<double>(logits, logits);
        return TensorPrimitives.Sum<double>(logits);
    }
}
