using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>A rectangle of an image, in its pixels before processing.</summary>
internal readonly record struct ImageRegion(double Left, double Top, double Width, double Height)
{
    /// <summary>All of an image.</summary>
    public static ImageRegion Whole(ImageSize size) => new(0, 0, size.Width, size.Height);

    /// <summary>The square around the image, which is in its middle.</summary>
    public static ImageRegion Square(ImageSize size)
    {
        var edge = Math.Max(size.Width, size.Height);
        return new(-((edge - size.Width) / 2), -((edge - size.Height) / 2), edge, edge);
    }

    /// <summary>The part of this region that remains if it is resized and a rectangle is cut out.</summary>
    /// <param name="resized">Size to which this region is resized.</param>
    /// <param name="left">Left edge of the rectangle, in resized pixels.</param>
    /// <param name="top">Top edge.</param>
    /// <param name="size">Size of the rectangle; it may extend beyond the region.</param>
    public ImageRegion Crop(ImageSize resized, double left, double top, ImageSize size)
    {
        var (scaleX, scaleY) = (Width / resized.Width, Height / resized.Height);
        return new(Left + left * scaleX, Top + top * scaleY, size.Width * scaleX, size.Height * scaleY);
    }

    /// <summary>Splits the region into equal cells, row by row.</summary>
    public IEnumerable<ImageRegion> Split(int rows, int columns)
    {
        var (left, top, width, height) = (Left, Top, Width / columns, Height / rows);
        return from row in Enumerable.Range(0, rows)
               from column in Enumerable.Range(0, columns)
               select new ImageRegion(left + column * width, top + row * height, width, height);
    }
}
