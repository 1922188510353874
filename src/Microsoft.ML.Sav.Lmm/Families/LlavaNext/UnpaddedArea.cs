using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Families.LlavaNext;

/// <summary>The part of a grid of features that shows an image which was scaled to fit the grid's canvas and padded.</summary>
internal readonly record struct UnpaddedArea(int Top, int Left, int Height, int Width)
{
    private const int Digits = 7; // transformers rounds to it, against the division's error

    /// <summary>Removes the padding, which is the same on both sides (transformers: unpad_image).</summary>
    /// <param name="original">Size of the image before it was scaled.</param>
    /// <param name="height">Rows of the grid.</param>
    /// <param name="width">Columns of the grid.</param>
    public static UnpaddedArea Find(ImageSize original, int height, int width)
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
