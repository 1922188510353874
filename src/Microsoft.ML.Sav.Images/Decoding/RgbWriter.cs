using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    /// <param name="rgba">[rows, width, 4], not premultiplied. Overwritten.</param>
    /// <param name="top">The first row's position in the encoded image.</param>
    /// <param name="rows">Number of rows.</param>
    public void Write(Span<byte> rgba, int top, int rows)
    {
        if (_background is { } background)
            Blend(rgba, background);
        if (_stepX == 1 && _stepY > 0)
            DropAlpha(rgba, Image.Pixels.AsSpan(top * Image.Stride));
        else
            Turn(rgba, top, rows);
    }

    /// <summary>Puts pixels on a background, rounded as in Pillow's <c>alpha_composite</c>.</summary>
    // Optimized at once, as the methods below: the first image has millions of pixels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blend(Span<byte> rgba, RgbColor background)
    {
        var behind = Vector128.Create((ushort)background.Red, background.Green, background.Blue, 0, 0, 0, 0, 0);
        var opaque = Vector128.Create((ushort)255);
        foreach (ref var pixel in MemoryMarshal.Cast<byte, uint>(rgba))
        {
            var color = Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte());
            var alpha = Vector128.Create(color[3]);
            var product = color * alpha + behind * (opaque - alpha) + Vector128.Create((ushort)128);
            var quotient = (product + (product >>> 8)) >>> 8; // product / 255
            pixel = Vector128.Narrow(quotient, quotient).AsUInt32().ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn(ReadOnlySpan<byte> rgba, int top, int rows)
    {
        var rgb = Image.Pixels.AsSpan();
        for (var x = 0; x < _width; x++)
        {
            var from = x * SourceChannels;
            var to = (_first + x * _stepX + top * _stepY) * RgbImage.Channels;
            for (var y = 0; y < rows; y++)
            {
                rgba.Slice(from, RgbImage.Channels).CopyTo(rgb[to..]);
                from += _width * SourceChannels;
                to += _stepY * RgbImage.Channels;
            }
        }
    }
}
