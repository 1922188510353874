using System.Runtime.InteropServices;
using Microsoft.ML.Sav.Images.Decoding.Libvips.Bmp;

namespace Microsoft.ML.Sav.Images.Decoding.Libvips;

/// <summary>
/// Decodes with libvips, which has no BMP. Only the codecs are used: what becomes of bands, 16 bits, CMYK and orientation is decided
/// here, as Pillow decides it.
/// </summary>
internal sealed unsafe class LibvipsDecoder : IImageDecoder
{
    private const int WarningLevel = 1 << 4; // G_LOG_LEVEL_WARNING

    static LibvipsDecoder()
    {
        // What it warns of on standard error is in the exceptions too.
        NativeMethods.g_log_set_handler("VIPS", WarningLevel, &Ignore, 0);
        if (NativeMethods.vips_init("Microsoft.ML.Sav") != 0)
            throw VipsError.Take();
        // The callers' threads decode; libvips needs none of its own.
        NativeMethods.vips_concurrency_set(1);
    }

    public RgbImage Decode(ReadOnlyMemory<byte> encoded, ImageFormat format)
    {
        if (format == ImageFormat.Bmp)
            return BmpReader.Read(encoded.Span);
        using var pin = encoded.Pin();
        var image = VipsLoader.Open($"{format.ToString().ToLowerInvariant()}load_buffer", (byte*)pin.Pointer, encoded.Length);
        try
        {
            PixelLimit.Check(NativeMethods.vips_image_get_width(image), NativeMethods.vips_image_get_height(image));
            return Orientation.Apply(ReadPixels(image), NativeMethods.vips_image_get_orientation(image));
        }
        finally
        {
            NativeMethods.g_object_unref(image);
        }
    }

    [UnmanagedCallersOnly]
    private static void Ignore(nint domain, int level, nint message, nint data)
    {
    }

    private static RgbImage ReadPixels(nint image)
    {
        var memory = NativeMethods.vips_image_write_to_memory(image, out var size);
        if (memory == null)
            throw VipsError.Take();
        try
        {
            var bands = new BandConverter(
                NativeMethods.vips_image_get_bands(image),
                NativeMethods.vips_image_get_format(image),
                NativeMethods.vips_image_get_interpretation(image));
            return bands.ToRgb(
                NativeMethods.vips_image_get_width(image),
                NativeMethods.vips_image_get_height(image),
                new ReadOnlySpan<byte>(memory, checked((int)size)));
        }
        finally
        {
            NativeMethods.g_free(memory);
        }
    }
}
