using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Families.AnyResolution;

/// <summary>The part of a grid of features that shows an image, when the image was fitted into the grid's canvas and padded.</summary>
internal readonly record struct UnpaddedArea(int Top, int Left, int Height, int Width)
{
    private const int Digits = 7; // as transformers rounds, against what is lost in the division

    /// <summary>Cuts the padding off, the same on both sides (transformers: unpad_image).</summary>
    /// <param name="original">Size of the image before it was fitted.</param>
    /// <param name="height">Rows of the grid.</param>
    /// <param name="width">Columns of the grid.</param>
    public static UnpaddedArea Of(ImageSize original, int height, int width)
    {
        if ((double)original.Width / original.Height > (double)width / height)
        {
            var top = (height - Scale(original.Height, (double)width / original.Width)) / 2;
            return new(top, 0, height - 2 * top, width);
        }
        var left = (width - Scale(original.Width, (double)height / original.Height)) / 2;
        return new(0, left, height, width - 2 * left);
    }

    private static int Scale(int length, double factor) => (int)Math.Round(length * factor, Digits);
}
