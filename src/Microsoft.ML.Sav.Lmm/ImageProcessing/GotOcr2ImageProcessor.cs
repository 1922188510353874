using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// InternVL (which uses GOT-OCR2's processor): an image is stretched over the grid of tiles that suits its proportions, and a view of the
/// whole follows where there is more than one tile: pixel_values [views of all images, 3, height, width].
/// </summary>
internal sealed class GotOcr2ImageProcessor : IImageProcessor
{
    private readonly ImageSize _size;
    private readonly bool _isSplit;
    private readonly int _minimumTiles;
    private readonly int _maximumTiles;
    private readonly ResampleFilter _filter;
    private readonly PixelNormalization _normalization;

    public GotOcr2ImageProcessor(ImageProcessorConfiguration configuration)
    {
        _size = configuration.GetSize("size").Fixed ?? throw configuration.Invalid("size", "{\"height\": number, \"width\": number}");
        _minimumTiles = configuration.GetInt32("min_patches", 1);
        _maximumTiles = configuration.GetInt32("max_patches", 12);
        // InternVL's processor asks for tiles, whatever the image processor's own setting.
        var isSplit = configuration.ProcessorClass == "InternVLProcessor" || configuration.GetBoolean("crop_to_patches", false);
        _isSplit = isSplit && _maximumTiles > 1;
        _filter = configuration.GetResample(ResampleFilter.Bicubic);
        _normalization = new PixelNormalization(configuration);
    }

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var views = new List<RgbImage>();
        var layouts = images.Select(image => AddViews(image, views)).ToList();
        return new ProcessedImages([_normalization.ToTensor(views)], layouts);
    }

    private ImageLayout AddViews(RgbImage image, List<RgbImage> views)
    {
        var grid = _isSplit ? TileGrid.Choose(image.Size, _size, _minimumTiles, _maximumTiles) : new TileGrid(1, 1);
        var canvas = new ImageSize(grid.Rows * _size.Height, grid.Columns * _size.Width);
        var tiles = grid.Rows * grid.Columns;
        views.AddRange(ImageTransforms.SplitTiles(Resize(image, canvas), _size));
        if (tiles == 1)
            return new ImageLayout(image.Size, canvas);
        views.Add(Resize(image, _size));
        return new ImageLayout(image.Size, canvas) { TileRows = grid.Rows, TileColumns = grid.Columns, Views = tiles + 1 };
    }

    private RgbImage Resize(RgbImage image, ImageSize size) => ImageResizer.Resize(image, size.Width, size.Height, _filter);
}
