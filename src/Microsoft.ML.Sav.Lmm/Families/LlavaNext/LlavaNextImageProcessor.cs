using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.LlavaNext;

/// <summary>
/// LLaVA 1.6 and LLaVA-OneVision: the global image, then the tiles of the resolution (image_grid_pinpoints) that shows most of it:
/// pixel_values [crops of all images, 3, edge, edge] and image_sizes [images, 2].
/// </summary>
internal sealed class LlavaNextImageProcessor : IImageProcessor
{
    private readonly IReadOnlyList<ImageSize> _resolutions;
    private readonly TargetSize _size;
    private readonly ImageSize _globalSize;
    private readonly int _tileEdge;
    private readonly bool _isResized;
    private readonly ImageSize? _cropSize;
    private readonly byte[]? _severalImagesColour;
    private readonly ResampleFilter _filter;
    private readonly PixelNormalization _normalization;

    /// <param name="configuration">Settings.</param>
    /// <param name="isOnlySingleImageTiled">Whether several images become one padded square each (LLaVA-OneVision).</param>
    public LlavaNextImageProcessor(ImageProcessorConfiguration configuration, bool isOnlySingleImageTiled)
    {
        _resolutions = configuration.GetSizes("image_grid_pinpoints");
        _size = configuration.GetSize("size", isSquare: false);
        _globalSize = _size.Fixed ?? (_size.ShortestEdge is { } edge ? new ImageSize(edge, edge)
            : throw configuration.CreateUnexpectedException("size", "{\"height\": number, \"width\": number} or {\"shortest_edge\": number}"));
        var cropSize = configuration.Has("crop_size") ? configuration.GetSize("crop_size").Fixed : null;
        _tileEdge = (cropSize ?? _globalSize).Height;
        if (configuration.GetBoolean("do_center_crop", cropSize is not null))
            _cropSize = cropSize ?? configuration.GetFixedSize("crop_size");
        if (_resolutions.FirstOrDefault(size => size.Height % _tileEdge != 0 || size.Width % _tileEdge != 0) is { Height: > 0 } odd)
            throw configuration.CreateUnexpectedException("image_grid_pinpoints", $"a list of multiples of the tile's edge {_tileEdge} (found {odd})");
        _isResized = configuration.GetBoolean("do_resize", true);
        _filter = configuration.GetResample(ResampleFilter.Bicubic);
        _severalImagesColour = isOnlySingleImageTiled ? configuration.GetMeanColour() : null;
        _normalization = new PixelNormalization(configuration);
    }

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var crops = new List<RgbImage>();
        var layouts = new List<ImageLayout>(images.Count);
        foreach (var image in images)
        {
            if (_severalImagesColour is not null && images.Count > 1)
            {
                crops.Add(Prepare(ImageScaling.PadToSquare(image, _severalImagesColour)));
                layouts.Add(new ImageLayout(image.Size, crops[^1].Size));
            }
            else
            {
                layouts.Add(AddTiles(image, crops));
            }
        }
        return new ProcessedImages(
            [_normalization.ToTensor(crops), ImageTensor.FromSizes("image_sizes", [.. images.Select(image => image.Size)])],
            layouts);
    }

    private ImageLayout AddTiles(RgbImage image, List<RgbImage> crops)
    {
        var canvas = BestResolution(image.Size);
        var tiles = ImageTransforms.SplitTiles(ImageTransforms.PadCentered(Resize(image, FitInto(image.Size, canvas)), canvas), new(_tileEdge, _tileEdge));
        crops.Add(Prepare(Resize(image, _globalSize)));
        crops.AddRange(tiles.Select(Prepare));
        var (rows, columns) = (canvas.Height / _tileEdge, canvas.Width / _tileEdge);
        return new ImageLayout(image.Size, canvas) { TileRows = rows, TileColumns = columns, CropCount = 1 + rows * columns };
    }

    // The resolution that shows most of the image's pixels; among equals, the one that wastes least.
    private ImageSize BestResolution(ImageSize image)
    {
        ImageSize best = default;
        var (mostShown, leastWasted) = (0L, long.MaxValue);
        foreach (var resolution in _resolutions)
        {
            var scale = Math.Min((double)resolution.Width / image.Width, (double)resolution.Height / image.Height);
            var shown = Math.Min((long)(int)(image.Width * scale) * (int)(image.Height * scale), image.Area);
            var wasted = resolution.Area - shown;
            if (shown > mostShown || (shown == mostShown && wasted < leastWasted))
                (best, mostShown, leastWasted) = (resolution, shown, wasted);
        }
        return best;
    }

    private static ImageSize FitInto(ImageSize image, ImageSize canvas)
    {
        var (scaleX, scaleY) = ((double)canvas.Width / image.Width, (double)canvas.Height / image.Height);
        return scaleX < scaleY
            ? new(Math.Min((int)Math.Ceiling(image.Height * scaleX), canvas.Height), canvas.Width)
            : new(canvas.Height, Math.Min((int)Math.Ceiling(image.Width * scaleY), canvas.Width));
    }

    private RgbImage Prepare(RgbImage crop)
    {
        if (_isResized)
            crop = Resize(crop, _size.Resolve(crop.Size));
        return _cropSize is { } size ? ImageTransforms.CenterCrop(crop, size) : crop;
    }

    private RgbImage Resize(RgbImage image, ImageSize size) => ImageScaling.Resize(image, size, _filter);
}
