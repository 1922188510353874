using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.InternVL;

/// <summary>
/// InternVL, which uses GOT-OCR2's processor: an image is stretched over the grid of tiles that is closest to its proportions, followed by
/// a thumbnail if there is more than one tile: pixel_values [crops of all images, 3, height, width].
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
        _size = configuration.GetFixedSize("size");
        _minimumTiles = configuration.GetInt32("min_patches", 1);
        _maximumTiles = configuration.GetPositiveInt32("max_patches", 12, TileGrid.MaximumTiles);
        // InternVL's processor asks for tiles, whatever the image processor's setting
        var isSplit = configuration.ProcessorClass == "InternVLProcessor" || configuration.GetBoolean("crop_to_patches", false);
        _isSplit = isSplit && _maximumTiles > 1;
        _filter = configuration.GetResample(ResampleFilter.Bicubic);
        _normalization = new PixelNormalization(configuration);
    }

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var crops = new List<RgbImage>();
        var layouts = images.Select(image => AddCrops(image, crops)).ToList();
        return new ProcessedImages([_normalization.ToTensor(crops)], layouts);
    }

    private ImageLayout AddCrops(RgbImage image, List<RgbImage> crops)
    {
        var grid = _isSplit ? TileGrid.Choose(image.Size, _size, _minimumTiles, _maximumTiles) : new TileGrid(1, 1);
        var canvas = new ImageSize(grid.Rows * _size.Height, grid.Columns * _size.Width);
        var tiles = grid.Rows * grid.Columns;
        crops.AddRange(ImageTransforms.SplitTiles(Resize(image, canvas), _size));
        if (tiles == 1)
            return new ImageLayout(image.Size, canvas);
        crops.Add(Resize(image, _size));
        return new ImageLayout(image.Size, canvas) { TileRows = grid.Rows, TileColumns = grid.Columns, CropCount = tiles + 1, TilesComeFirst = true };
    }

    private RgbImage Resize(RgbImage image, ImageSize size) => ImageScaling.Resize(image, size, _filter);
}
