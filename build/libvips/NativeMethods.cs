using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Images.Decoding.Libvips;

/// <summary>
/// The part of libvips' and GObject's C interface that decoding needs. Only functions with fixed parameters: the convenient variadic
/// ones (vips_jpegload_buffer ...) cannot be called from .NET on every platform.
/// </summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "vips-cpp";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int vips_init(string programName);

    [LibraryImport(Library)]
    public static partial void vips_concurrency_set(int threads);

    [LibraryImport(Library)]
    public static partial nint vips_error_buffer_copy();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint vips_operation_new(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int vips_object_set_argument_from_string(nint instance, string name, string value);

    [LibraryImport(Library)]
    public static partial int vips_object_build(nint instance);

    [LibraryImport(Library)]
    public static partial void vips_object_unref_outputs(nint instance);

    [LibraryImport(Library)]
    public static partial nint vips_blob_new(nint freeFunction, byte* data, nuint length);

    [LibraryImport(Library)]
    public static partial nuint vips_blob_get_type();

    [LibraryImport(Library)]
    public static partial void vips_area_unref(nint area);

    [LibraryImport(Library)]
    public static partial nuint vips_image_get_type();

    [LibraryImport(Library)]
    public static partial int vips_image_get_width(nint image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_height(nint image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_bands(nint image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_format(nint image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_interpretation(nint image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_orientation(nint image);

    [LibraryImport(Library)]
    public static partial byte* vips_image_write_to_memory(nint image, out nuint size);

    [LibraryImport(Library)]
    public static partial void g_value_init(GValue* value, nuint type);

    [LibraryImport(Library)]
    public static partial void g_value_unset(GValue* value);

    [LibraryImport(Library)]
    public static partial void g_value_set_boxed(GValue* value, nint boxed);

    [LibraryImport(Library)]
    public static partial nint g_value_dup_object(GValue* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void g_object_set_property(nint instance, string name, GValue* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void g_object_get_property(nint instance, string name, GValue* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint g_log_set_handler(string domain, int levels, delegate* unmanaged<nint, int, nint, nint, void> handler, nint data);

    [LibraryImport(Library)]
    public static partial void g_object_unref(nint instance);

    [LibraryImport(Library)]
    public static partial void g_free(void* memory);
}
