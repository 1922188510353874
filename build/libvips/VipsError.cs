using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Images.Decoding.Libvips;

/// <summary>libvips' error text. There is one buffer for all threads: the text may also hold what another thread's image ran into.</summary>
internal static unsafe class VipsError
{
    public static InvalidDataException Take()
    {
        var text = NativeMethods.vips_error_buffer_copy();
        var lines = (Marshal.PtrToStringUTF8(text) ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        NativeMethods.g_free((void*)text);
        return new InvalidDataException(lines.Length == 0 ? "libvips gave no reason" : string.Join("; ", lines.Distinct()));
    }
}
