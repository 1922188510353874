using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// Finds the size closest to an image's proportions whose sides are multiples of a factor and whose area is within bounds (smart_resize of
/// Qwen2-VL and LFM2-VL).
/// </summary>
internal static class SmartResize
{
    /// <param name="size">Size of the image.</param>
    /// <param name="factor">Both sides become multiples of it.</param>
    /// <param name="minimumArea">In pixels.</param>
    /// <param name="maximumArea">In pixels.</param>
    public static ImageSize Resolve(ImageSize size, int factor, long minimumArea, long maximumArea)
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

        int RoundTo(int length) => Math.Max(factor, (int)Math.Round((double)length / factor, MidpointRounding.ToEven) * factor);
        int FloorTo(double length) => Math.Max(factor, (int)Math.Floor(length / factor) * factor);
        int CeilingTo(double length) => (int)Math.Ceiling(length / factor) * factor;
    }
}
