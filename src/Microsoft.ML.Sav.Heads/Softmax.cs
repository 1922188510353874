using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads;

/// <summary>Turns logits into probabilities.</summary>
internal static class Softmax
{
    /// <summary>Replaces logits by their softmax. Negative infinity has the probability 0.</summary>
    /// <returns>Whether all probabilities are numbers; not so if a logit is NaN or all are negative infinity.</returns>
    public static bool TryCompute(Span<double> logits)
    {
        var greatest = TensorPrimitives.Max<double>(logits);
        if (!double.IsFinite(greatest))
            return false;
        // The greatest becomes 0, so that no exponential overflows.
        TensorPrimitives.Subtract(logits, greatest, logits);
        TensorPrimitives.Exp<double>(logits, logits);
        TensorPrimitives.Divide(logits, TensorPrimitives.Sum<double>(logits), logits);
        return true;
    }
}
