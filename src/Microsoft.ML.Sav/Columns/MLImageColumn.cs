using Microsoft.ML.Data;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Columns;

/// <summary>
/// An image column of <see cref="MLImage"/>. A class of its own, because the type is in an optional assembly of ML.NET: only the methods
/// of this class need it, and they are compiled when they are called.
/// </summary>
internal static class MLImageColumn
{
    public static bool IsImage(DataViewType type) => type.RawType.FullName == "Microsoft.ML.Data.MLImage";

    public static Func<RowImages> CreateGetter(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<MLImage>(column);
        MLImage? image = null; // kept for the next row: ML.NET's getters dispose of the image that they replace
        return () =>
        {
            getter(ref image!);
            if (image is null)
                throw RowImages.CreateMissingException();
            var pixels = new RgbImage(image.Width, image.Height, ToRgb(image.GetBGRPixels));
            return new RowImages([ImageInput.FromPixels(pixels)], $"an image of {image.Width} x {image.Height} pixels");
        };
    }

    private static byte[] ToRgb(byte[] bgr)
    {
        for (var i = 0; i < bgr.Length; i += 3)
            (bgr[i], bgr[i + 2]) = (bgr[i + 2], bgr[i]);
        return bgr;
    }
}
