namespace Microsoft.ML.Sav.Images.Decoding.Libvips;

/// <summary>One of libvips' load operations, run on bytes in memory.</summary>
internal static unsafe class VipsLoader
{
    /// <summary>Reads the header; pixels follow when they are asked for. The caller unrefs the image, and keeps the bytes until then.</summary>
    public static nint Open(string operationName, byte* encoded, int length)
    {
        var operation = NativeMethods.vips_operation_new(operationName);
        if (operation == 0)
            throw VipsError.Take();
        try
        {
            SetBuffer(operation, encoded, length);
            // libvips would otherwise fill what a truncated file lacks with grey.
            if (NativeMethods.vips_object_set_argument_from_string(operation, "fail-on", "truncated") != 0
                || NativeMethods.vips_object_set_argument_from_string(operation, "access", "sequential") != 0
                || NativeMethods.vips_object_build(operation) != 0)
            {
                throw VipsError.Take();
            }
            return GetImage(operation);
        }
        finally
        {
            NativeMethods.vips_object_unref_outputs(operation);
            NativeMethods.g_object_unref(operation);
        }
    }

    private static void SetBuffer(nint operation, byte* encoded, int length)
    {
        var blob = NativeMethods.vips_blob_new(0, encoded, (nuint)length);
        GValue value = default;
        NativeMethods.g_value_init(&value, NativeMethods.vips_blob_get_type());
        NativeMethods.g_value_set_boxed(&value, blob);
        NativeMethods.g_object_set_property(operation, "buffer", &value);
        NativeMethods.g_value_unset(&value);
        NativeMethods.vips_area_unref(blob);
    }

    private static nint GetImage(nint operation)
    {
        GValue value = default;
        NativeMethods.g_value_init(&value, NativeMethods.vips_image_get_type());
        NativeMethods.g_object_get_property(operation, "out", &value);
        var image = NativeMethods.g_value_dup_object(&value);
        NativeMethods.g_value_unset(&value);
        return image;
    }
}
