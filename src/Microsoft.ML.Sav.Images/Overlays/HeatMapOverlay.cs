using Microsoft.ML.Sav.Images.Resampling;
using SkiaSharp;

namespace Microsoft.ML.Sav.Images.Overlays;

/// <summary>Draws values of regions as a heat map over an image, with a legend below.</summary>
internal static class HeatMapOverlay
{
    private const int ShortestWidth = 320; // small photos are enlarged
    private const double LargestOpacity = 0.8;

    /// <summary>Writes the overlay as a PNG.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="image">The image.</param>
    /// <param name="regions">The regions, with values of either sign.</param>
    public static void WritePng(Stream stream, RgbImage image, IReadOnlyList<WeightedRegion> regions)
    {
        var map = EvidenceMap.Create(image.Size, regions);
        var scale = Math.Max(1, (int)Math.Ceiling(ShortestWidth / (double)Math.Max(image.Width, image.Height)));
        if (scale > 1)
            image = ImageResizer.Resize(image, image.Width * scale, image.Height * scale, ResampleFilter.Bicubic);
        var legend = Math.Clamp(image.Width / 16, 12, 48);
        using var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height + legend, SKColorType.Rgba8888, SKAlphaType.Opaque));
        DrawImage(bitmap, image, map);
        DrawLegend(bitmap, image.Height, legend);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(stream);
    }

    private static void DrawImage(SKBitmap bitmap, RgbImage image, EvidenceMap map)
    {
        var pixels = new SKColor[bitmap.Width * bitmap.Height];
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var value = Interpolate(map, (y + 0.5) / image.Height * map.Rows - 0.5, (x + 0.5) / image.Width * map.Columns - 0.5);
                pixels[y * bitmap.Width + x] = Blend(image.Row(y).Slice(x * RgbImage.Channels, RgbImage.Channels), value);
            }
        }
        bitmap.Pixels = pixels;
    }

    // the photo in grey, so that only evidence has a color; faint where there is little
    private static SKColor Blend(ReadOnlySpan<byte> rgb, double value)
    {
        var grey = (0.299 * rgb[0]) + (0.587 * rgb[1]) + (0.114 * rgb[2]);
        var opacity = LargestOpacity * Math.Pow(Math.Abs(value), 0.7);
        var color = DivergingPalette.GetColor(Math.Sign(value) * (0.35 + 0.5 * Math.Abs(value)));
        return new SKColor(Mix(color.Red), Mix(color.Green), Mix(color.Blue));

        byte Mix(byte channel) => (byte)Math.Round(grey * (1 - opacity) + channel * opacity);
    }

    private static double Interpolate(EvidenceMap map, double row, double column)
    {
        (row, column) = (Math.Clamp(row, 0, map.Rows - 1), Math.Clamp(column, 0, map.Columns - 1));
        var (top, left) = ((int)row, (int)column);
        var (bottom, right) = (Math.Min(top + 1, map.Rows - 1), Math.Min(left + 1, map.Columns - 1));
        var (down, across) = (row - top, column - left);
        return (map[top, left] * (1 - across) + map[top, right] * across) * (1 - down) + (map[bottom, left] * (1 - across) + map[bottom, right] * across) * down;
    }

    // no text: fonts differ between machines
    private static void DrawLegend(SKBitmap bitmap, int top, int height)
    {
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.White };
        canvas.DrawRect(0, top, bitmap.Width, height, paint);
        var (sign, margin) = (height * 0.3f, height * 0.8f);
        var (middle, left, right) = (top + height / 2f, 2 * margin, bitmap.Width - 2 * margin);
        for (var x = left; x < right; x++)
        {
            paint.Color = DivergingPalette.GetColor(2 * (x - left) / (right - left) - 1);
            canvas.DrawRect(x, middle - sign / 2, 1, sign, paint);
        }
        paint.Color = new SKColor(0x33, 0x33, 0x33);
        paint.StrokeWidth = Math.Max(1.5f, height / 12f);
        canvas.DrawLine(margin - sign, middle, margin + sign, middle, paint);
        canvas.DrawLine(bitmap.Width - margin - sign, middle, bitmap.Width - margin + sign, middle, paint);
        canvas.DrawLine(bitmap.Width - margin, middle - sign, bitmap.Width - margin, middle + sign, paint);
    }
}
