using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// Phi-3-vision and Phi-3.5-vision ("HD transform"): an image fills as many tiles across as the number of crops allows, is padded with
/// white to whole tiles, and follows a view of the whole: pixel_values [images, 1 + crops, 3, 336, 336] (zeros where there are fewer
/// tiles) and image_sizes [images, 2] after padding. The published model's code fixes the tile at 336.
/// </summary>
internal sealed class Phi3VImageProcessor : IImageProcessor
{
    private const int TileEdge = 336;
    private static readonly ImageSize Tile = new(TileEdge, TileEdge);
    private static readonly byte[] White = [255, 255, 255];

    private readonly int _crops;
    private readonly PixelNormalization _normalization;

    public Phi3VImageProcessor(ImageProcessorConfiguration configuration)
    {
        _crops = configuration.GetInt32("num_crops");
        if (_crops < 1)
            throw configuration.Invalid("num_crops", "at least 1");
        _normalization = new PixelNormalization(configuration);
    }

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        const int TileLength = RgbImage.Channels * TileEdge * TileEdge;
        var canvases = images.Select(FillTiles).ToList();
        var values = new float[checked(images.Count * (1 + _crops) * TileLength)];
        for (var i = 0; i < images.Count; i++)
        {
            var views = values.AsSpan(i * (1 + _crops) * TileLength, (1 + _crops) * TileLength);
            WriteWhole(canvases[i], views[..TileLength]);
            var at = TileLength;
            foreach (var tile in ImageTransforms.SplitTiles(canvases[i], Tile))
            {
                _normalization.Write(tile, views.Slice(at, TileLength), TileEdge, TileEdge);
                at += TileLength;
            }
        }
        return new ProcessedImages(
            [
                new ImageTensor(ImageTensor.PixelValues, values, [images.Count, 1 + _crops, RgbImage.Channels, TileEdge, TileEdge]),
                ImageTensor.OfSizes("image_sizes", [.. canvases.Select(canvas => canvas.Size)]),
            ],
            [.. images.Zip(canvases, (image, canvas) => new ImageLayout(image.Size, canvas.Size)
            {
                TileRows = canvas.Height / TileEdge,
                TileColumns = canvas.Width / TileEdge,
                Views = 1 + canvas.Height / TileEdge * (canvas.Width / TileEdge),
            })]);
    }

    // Upright images are laid on their side for the rule, and turned back.
    private RgbImage FillTiles(RgbImage image)
    {
        var isUpright = image.Height > image.Width;
        if (isUpright)
            image = ImageTransforms.Transpose(image);
        var ratio = (double)image.Width / image.Height;
        var columns = 1;
        while ((columns + 1) * Math.Ceiling((columns + 1) / ratio) <= _crops)
            columns++;
        var width = columns * TileEdge;
        var height = Math.Max(1, (int)(width / ratio));
        var resized = ImageResizer.Resize(image, width, height, ResampleFilter.Bilinear);
        var padded = ImageTransforms.PadCentered(resized, new((height + TileEdge - 1) / TileEdge * TileEdge, width), White);
        return isUpright ? ImageTransforms.Transpose(padded) : padded;
    }

    private void WriteWhole(RgbImage canvas, Span<float> destination)
    {
        var plane = new float[canvas.Height * canvas.Width];
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var table = _normalization.Table(channel);
            for (var i = 0; i < plane.Length; i++)
                plane[i] = table[canvas.Pixels[i * RgbImage.Channels + channel]];
            BicubicInterpolation.Resize(plane, canvas.Size, destination.Slice(channel * Tile.Height * Tile.Width, Tile.Height * Tile.Width), Tile);
        }
    }
}
