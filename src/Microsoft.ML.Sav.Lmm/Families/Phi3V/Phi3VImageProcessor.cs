using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Families.Phi3V;

/// <summary>
/// Phi-3-vision and Phi-3.5-vision ("HD transform"): the global image, then the tiles of the image at the largest width that num_crops
/// allows, padded with white to whole tiles: pixel_values [images, 1 + num_crops, 3, 336, 336], padded with zeros, and image_sizes
/// [images, 2] after padding.
/// </summary>
internal sealed class Phi3VImageProcessor : IImageProcessor
{
    /// <summary>Side of a tile in pixels, fixed by the published model's code.</summary>
    public const int TileEdge = 336;

    private static readonly ImageSize Tile = new(TileEdge, TileEdge);
    private static readonly byte[] White = [255, 255, 255];

    private readonly int _crops;
    private readonly PixelNormalization _normalization;

    public Phi3VImageProcessor(ImageProcessorConfiguration configuration)
    {
        _crops = configuration.GetPositiveInt32("num_crops");
        _normalization = new PixelNormalization(configuration);
    }

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        const int TileLength = RgbImage.Channels * TileEdge * TileEdge;
        var canvases = images.Select(FillTiles).ToList();
        var values = ImageTensor.Allocate<float>(images.Count, 1 + _crops, RgbImage.Channels, TileEdge, TileEdge);
        for (var i = 0; i < images.Count; i++)
        {
            var crops = values.AsSpan(i * (1 + _crops) * TileLength, (1 + _crops) * TileLength);
            WriteGlobal(canvases[i], crops[..TileLength]);
            var at = TileLength;
            foreach (var tile in ImageTransforms.SplitTiles(canvases[i], Tile))
            {
                _normalization.Write(tile, crops.Slice(at, TileLength), TileEdge, TileEdge);
                at += TileLength;
            }
        }
        return new ProcessedImages(
            [
                new ImageTensor(TensorNames.PixelValues, values, [images.Count, 1 + _crops, RgbImage.Channels, TileEdge, TileEdge]),
                ImageTensor.FromSizes("image_sizes", [.. canvases.Select(canvas => canvas.Size)]),
            ],
            [.. images.Zip(canvases, (image, canvas) => new ImageLayout(image.Size, canvas.Size)
            {
                TileRows = canvas.Height / TileEdge,
                TileColumns = canvas.Width / TileEdge,
                CropCount = 1 + canvas.Height / TileEdge * (canvas.Width / TileEdge),
            })]);
    }

    // the rule is for wide images: upright ones are transposed before and after
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
        var resized = ImageScaling.Resize(image, new(height, width), ResampleFilter.Bilinear);
        var padded = ImageTransforms.PadCentered(resized, new((height + TileEdge - 1) / TileEdge * TileEdge, width), White);
        return isUpright ? ImageTransforms.Transpose(padded) : padded;
    }

    private void WriteGlobal(RgbImage canvas, Span<float> destination)
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
