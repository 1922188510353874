using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.LinearAlgebra;

/// <summary>The logarithm of a sum of exponentials.</summary>
internal static class LogSumExp
{
    /// <summary>Computes log(sum(exp(logits))); logits become exp(logit - greatest).</summary>
    public static double Compute(Span<double> logits) => Compute(logits, logits);

    /// <summary>Computes log(sum(exp(logits))).</summary>
    /// <param name="logits">Finite numbers.</param>
    /// <param name="exponentials">Receives exp(logit - greatest).</param>
    public static double Compute(ReadOnlySpan<double> logits, Span<double> exponentials)
    {
        var greatest = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, greatest, exponentials);
        TensorPrimitives.Exp<double>(exponentials, exponentials);
        return greatest + Math.Log(TensorPrimitives.Sum<double>(exponentials));
    }
}
