using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Images.Decoding.Libvips;

/// <summary>GObject's variant type. Zeroed memory is an unset value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    private readonly nuint _type;
    private readonly ulong _data0;
    private readonly ulong _data1;
}
