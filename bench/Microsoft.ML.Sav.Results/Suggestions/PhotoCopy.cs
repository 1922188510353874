using SkiaSharp;

namespace Microsoft.ML.Sav.Results.Suggestions;

/// <summary>A way to change a photo so that it still shows the same.</summary>
/// <param name="Name">What the results call it.</param>
/// <param name="Scale">Factor of width and height.</param>
/// <param name="Margin">Share of width and height that is cut off at each side.</param>
/// <param name="Gain">Factor of the brightness.</param>
/// <param name="Quality">Quality of the JPEG file.</param>
internal sealed record PhotoCopy(string Name, double Scale = 1, double Margin = 0, float Gain = 1, int Quality = 95)
{
    /// <summary>The copies that are measured.</summary>
    public static IReadOnlyList<PhotoCopy> All { get; } =
    [
        new("JPEG, quality 50", Quality: 50),
        new("half size", Scale: 0.5),
        new("20 % brighter", Gain: 1.2f),
        new("5 % cut off at each side", Margin: 0.05),
        new("10 % cut off at each side", Margin: 0.1),
    ];

    /// <summary>Writes a changed copy.</summary>
    public byte[] Create(string path)
    {
        using var photo = SKBitmap.Decode(path);
        var (left, top) = ((float)(photo.Width * Margin), (float)(photo.Height * Margin));
        var source = new SKRect(left, top, photo.Width - left, photo.Height - top);
        using var copy = new SKBitmap(Math.Max(1, (int)(source.Width * Scale)), Math.Max(1, (int)(source.Height * Scale)));
        using var canvas = new SKCanvas(copy);
        using var image = SKImage.FromBitmap(photo);
        using var paint = new SKPaint
        {
            FilterQuality = SKFilterQuality.High,
            ColorFilter = SKColorFilter.CreateColorMatrix([Gain, 0, 0, 0, 0, 0, Gain, 0, 0, 0, 0, 0, Gain, 0, 0, 0, 0, 0, 1, 0]),
        };
        canvas.DrawImage(image, source, new SKRect(0, 0, copy.Width, copy.Height), paint);
        using var data = copy.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }
}
