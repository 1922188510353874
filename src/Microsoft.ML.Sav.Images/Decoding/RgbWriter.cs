using System.Runtime.Intrinsics;
using SkiaSharp;

namespace Microsoft.ML.Sav.Images.Decoding;

/// <summary>Converts rows of RGBA to an RGB image that is turned upright.</summary>
internal sealed class RgbWriter
{
    private const int SourceChannels = 4;

    private readonly int _width;
    private readonly RgbColor? _background;

    // Pixels between neighbours of the source in the upright image.
    private readonly int _first;
    private readonly int _stepX;
    private readonly int _stepY;

    /// <param name="width">Pixels per row, as encoded.</param>
    /// <param name="height">Rows, as encoded.</param>
    /// <param name="origin">Where the encoded image's first row and column belong (EXIF).</param>
    /// <param name="background">The colour behind transparent pixels; <see langword="null"/> if all are opaque.</param>
    public RgbWriter(int width, int height, SKEncodedOrigin origin, RgbColor? background)
    {
        (_width, _background) = (width, background);
        var isTransposed = origin >= SKEncodedOrigin.LeftTop;
        (_stepX, _stepY) = isTransposed ? (height, 1) : (1, width);
        if (origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom)
            (_first, _stepX) = ((width - 1) * _stepX, -_stepX);
        if (origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom)
            (_first, _stepY) = (_first + (height - 1) * _stepY, -_stepY);
        var pixels = GC.AllocateUninitializedArray<byte>(width * height * RgbImage.Channels);
        Image = isTransposed ? new RgbImage(height, width, pixels) : new RgbImage(width, height, pixels);
    }

    /// <summary>Complete when every row has been written.</summary>
    public RgbImage Image { get; }

    /// <param name="rgba">[rows, width, 4], not premultiplied.</param>
    /// <param name="top">The first row's position in the encoded image.</param>
    /// <param name="rows">Number of rows.</param>
    public void Write(ReadOnlySpan<byte> rgba, int top, int rows)
    {
        if (_background is null && _stepX == 1 && _stepY > 0)
            DropAlpha(rgba, Image.Pixels.AsSpan(top * Image.Stride));
        else
            WritePixels(rgba, top, rows);
    }

    private static void DropAlpha(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        var withoutAlpha = Vector128.Create(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255).AsByte();
        // Four pixels at a time, of which the last four bytes are overwritten by the next.
        while (rgba.Length >= Vector128<byte>.Count && rgb.Length >= Vector128<byte>.Count)
        {
            Vector128.Shuffle(Vector128.Create(rgba), withoutAlpha).CopyTo(rgb);
            rgba = rgba[(4 * SourceChannels)..];
            rgb = rgb[(4 * RgbImage.Channels)..];
        }
        for (; !rgba.IsEmpty; rgba = rgba[SourceChannels..], rgb = rgb[RgbImage.Channels..])
            rgba[..RgbImage.Channels].CopyTo(rgb);
    }

    // By column, since the rows of a transposed image are the columns of the source.
    private void WritePixels(ReadOnlySpan<byte> rgba, int top, int rows)
    {
        var background = _background ?? RgbColor.White;
        for (var x = 0; x < _width; x++)
        {
            for (var y = 0; y < rows; y++)
            {
                var from = rgba.Slice((y * _width + x) * SourceChannels, SourceChannels);
                var to = Image.Pixels.AsSpan((_first + x * _stepX + (top + y) * _stepY) * RgbImage.Channels, RgbImage.Channels);
                var alpha = from[3];
                to[0] = Blend(from[0], alpha, background.Red);
                to[1] = Blend(from[1], alpha, background.Green);
                to[2] = Blend(from[2], alpha, background.Blue);
            }
        }
    }

    /// <summary>Rounds as Pillow's <c>alpha_composite</c>.</summary>
    private static byte Blend(byte color, byte alpha, byte background)
    {
        var product = color * alpha + background * (255 - alpha) + 128;
        return (byte)(((product >> 8) + product) >> 8); // product / 255
    }
}
