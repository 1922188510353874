using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// Finds the size closest to an image's proportions whose sides are multiples of a factor and whose area is within bounds: smart_resize of
/// Qwen2-VL and LFM2-VL in transformers 5.
/// </summary>
internal static class SmartResize
{
    /// <param name="size">Size of the image.</param>
    /// <param name="factor">Both sides become multiples of it.</param>
    /// <param name="minimumArea">In pixels.</param>
    /// <param name="maximumArea">In pixels.</param>
    /// <param name="minimumSide">
    /// Sides are rounded to this at least, in pixels: the factor for LFM2-VL (and in qwen_vl_utils), 0 for Qwen2-VL. A side that is rounded
    /// to 0 has no area, so that the image is enlarged to the minimum area.
    /// </param>
    public static ImageSize Resolve(ImageSize size, int factor, long minimumArea, long maximumArea, int minimumSide)
    {
        var (height, width) = (RoundTo(size.Height), RoundTo(size.Width));
        if ((long)height * width > maximumArea)
        {
            var shrink = Math.Sqrt((double)size.Area / maximumArea);
            return new(FloorTo(size.Height / shrink), FloorTo(size.Width / shrink));
        }
        if ((long)height * width < minimumArea)
        {
            var grow = Math.Sqrt((double)minimumArea / size.Area);
            return new(CeilingTo(size.Height * grow), CeilingTo(size.Width * grow));
        }
        return new(height, width);

        int RoundTo(int length) => Math.Max(minimumSide, (int)Math.Round((double)length / factor, MidpointRounding.ToEven) * factor);
        int FloorTo(double length) => Math.Max(factor, (int)Math.Floor(length / factor) * factor);
        int CeilingTo(double length) => (int)Math.Ceiling(length / factor) * factor;
    }
}
