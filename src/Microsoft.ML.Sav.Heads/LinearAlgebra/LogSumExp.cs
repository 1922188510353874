using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.LinearAlgebra;

/// <summary>The logarithm of a sum of exponentials.</summary>
internal static class LogSumExp
{
    /// <summary>Computes log(sum(exp(logits))) of finite logits, which become exp(logit - greatest).</summary>
    public static double Compute(Span<double> logits)
    {
        var greatest = TensorPrimitives.Max<double>(logits);
        TensorPrimitives.Subtract(logits, greatest, logits);
        TensorPrimitives.Exp<double>(logits, logits);
        return greatest + Math.Log(TensorPrimitives.Sum<double>(logits));
    }
}
