using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Sav.Lmm.Sessions.Optimized;

/// <summary>Identifies CPUs for which ONNX Runtime packs weights in the same way.</summary>
internal static class CpuIdentity
{
    private const int FeatureLeaf = 1;
    private const int ExtendedFeatureLeaf = 7;

    /// <summary>The architecture and instruction sets of this machine's CPU.</summary>
    public static string Current { get; } = $"{RuntimeInformation.ProcessArchitecture} {Features()}";

    private static string Features()
    {
        if (!X86Base.IsSupported)
            return RuntimeInformation.OSDescription;
        var (_, _, ecx, edx) = X86Base.CpuId(FeatureLeaf, 0); // EAX and EBX depend on the core that this runs on.
        var extended = new[] { X86Base.CpuId(ExtendedFeatureLeaf, 0), X86Base.CpuId(ExtendedFeatureLeaf, 1) };
        return $"{ecx:x8}{edx:x8}{string.Concat(extended.Select(leaf => $"{leaf.Eax:x8}{leaf.Ebx:x8}{leaf.Ecx:x8}{leaf.Edx:x8}"))}";
    }
}
