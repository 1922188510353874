using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Sav.Testing;

/// <summary>Decoders that round activations to 8 bits as they run.</summary>
internal static class EightBitRounding
{
    /// <summary>
    /// How near they come to golden values, relative. Those were computed on a CPU with AVX-512; other instructions add in another order,
    /// and a sum that falls on the other side of a rounding is a 254th of the largest activation off.
    /// </summary>
    public static double Tolerance => Avx512F.IsSupported ? 1e-3 : 1.0 / 254;

    /// <summary>Least cosine of one head's or layer's vectors with golden ones in the 30 layers of the embedded LMM, which add such roundings up.</summary>
    public static float LeastCosine => Avx512F.IsSupported ? 0.999f : 0.98f;
}
