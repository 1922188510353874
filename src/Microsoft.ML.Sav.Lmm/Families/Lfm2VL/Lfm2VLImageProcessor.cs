using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Families.Lfm2VL;

/// <summary>
/// LFM2-VL: a large image is cut into tiles, followed by a thumbnail. Crops become lists of patches, padded with zeros: pixel_values
/// [crops, patches, patch * patch * 3], pixel_attention_mask [crops, patches] and spatial_shapes [crops, 2] (rows and columns of patches).
/// </summary>
internal sealed class Lfm2VLImageProcessor : IImageProcessor
{
    private readonly int _patchSize;
    private readonly int _downsampleFactor;
    private readonly long _tokenArea;
    private readonly int _minimumTokens;
    private readonly int _maximumTokens;
    private readonly double _tolerance;
    private readonly bool _isSplit;
    private readonly int _minimumTiles;
    private readonly int _maximumTiles;
    private readonly int _tileEdge;
    private readonly bool _hasThumbnail;
    private readonly ResampleFilter _filter;
    private readonly PixelNormalization _normalization;

    public Lfm2VLImageProcessor(ImageProcessorConfiguration configuration)
    {
        _patchSize = configuration.GetPositiveInt32("encoder_patch_size", maximum: ImageProcessorConfiguration.MaximumPatchSize);
        _downsampleFactor = configuration.GetPositiveInt32("downsample_factor", maximum: ImageProcessorConfiguration.MaximumPatchSize);
        _tokenArea = (long)_patchSize * _patchSize * _downsampleFactor * _downsampleFactor;
        _minimumTokens = configuration.GetInt32("min_image_tokens");
        _maximumTokens = configuration.GetInt32("max_image_tokens");
        _tolerance = configuration.GetDouble("max_pixels_tolerance", 2);
        _minimumTiles = configuration.GetInt32("min_tiles");
        _maximumTiles = configuration.GetPositiveInt32("max_tiles", maximum: TileGrid.MaximumTiles);
        _isSplit = configuration.GetBoolean("do_image_splitting", true) && _maximumTiles > 1;
        _tileEdge = configuration.GetPositiveInt32("tile_size");
        _hasThumbnail = configuration.GetBoolean("use_thumbnail", true);
        _filter = configuration.GetResample(ResampleFilter.Bilinear);
        _normalization = new PixelNormalization(configuration);
    }

    // the largest crop is a tile, or an image with the most tokens
    private int MaximumPatches => Math.Max(
        _maximumTokens * _downsampleFactor * _downsampleFactor,
        _isSplit ? _tileEdge / _patchSize * (_tileEdge / _patchSize) : 0);

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var crops = new List<RgbImage>();
        var layouts = images.Select(image => AddCrops(image, crops)).ToList();
        var patchLength = _patchSize * _patchSize * RgbImage.Channels;
        var values = ImageTensor.Allocate<float>(crops.Count, MaximumPatches, patchLength);
        var mask = ImageTensor.Allocate<long>(crops.Count, MaximumPatches);
        for (var i = 0; i < crops.Count; i++)
        {
            WritePatches(crops[i], values.AsSpan(i * MaximumPatches * patchLength));
            mask.AsSpan(i * MaximumPatches, Patches(crops[i].Size).Count).Fill(1);
        }
        return new ProcessedImages(
            [
                new ImageTensor(TensorNames.PixelValues, values, [crops.Count, MaximumPatches, patchLength]),
                new ImageTensor(ImageTensor.PixelAttentionMask, mask, [crops.Count, MaximumPatches]),
                ImageTensor.FromSizes("spatial_shapes", [.. crops.Select(crop => new ImageSize(crop.Height / _patchSize, crop.Width / _patchSize))]),
            ],
            layouts);
    }

    private ImageLayout AddCrops(RgbImage image, List<RgbImage> crops)
    {
        var factor = _patchSize * _downsampleFactor;
        var whole = SmartResize.Resolve(image.Size, factor, _minimumTokens * _tokenArea, _maximumTokens * _tokenArea, minimumSide: factor);
        if (!_isSplit || !IsLarge(image.Size))
        {
            crops.Add(Resize(image, whole));
            return new ImageLayout(image.Size, whole) { Grid = Patches(whole) };
        }
        var tile = new ImageSize(_tileEdge, _tileEdge);
        var grid = TileGrid.Choose(image.Size, tile, _minimumTiles, _maximumTiles);
        var tiles = grid.Rows * grid.Columns;
        crops.AddRange(ImageTransforms.SplitTiles(Resize(image, new(grid.Rows * _tileEdge, grid.Columns * _tileEdge)), tile));
        var hasThumbnail = _hasThumbnail && tiles > 1;
        if (hasThumbnail)
            crops.Add(Resize(image, whole));
        return new ImageLayout(image.Size, whole)
        {
            TileRows = grid.Rows,
            TileColumns = grid.Columns,
            CropCount = tiles + (hasThumbnail ? 1 : 0),
            Grid = Patches(whole),
        };
    }

    private bool IsLarge(ImageSize size) =>
        RoundToToken(size.Height) * RoundToToken(size.Width) > _maximumTokens * _tokenArea * _tolerance;

    private double RoundToToken(int length)
    {
        var factor = _patchSize * _downsampleFactor;
        return Math.Max(_patchSize, Math.Round((double)length / factor, MidpointRounding.ToEven) * factor);
    }

    private PatchGrid Patches(ImageSize size) => new(size.Height / _patchSize, size.Width / _patchSize);

    // patches row by row, each [patch, patch, 3]
    private void WritePatches(RgbImage image, Span<float> destination)
    {
        var to = 0;
        for (var top = 0; top < image.Height; top += _patchSize)
        {
            for (var left = 0; left < image.Width; left += _patchSize)
            {
                for (var y = top; y < top + _patchSize; y++)
                {
                    var row = image.Row(y).Slice(left * RgbImage.Channels, _patchSize * RgbImage.Channels);
                    for (var i = 0; i < row.Length; i++)
                        destination[to++] = _normalization.Table(i % RgbImage.Channels)[row[i]];
                }
            }
        }
    }

    private RgbImage Resize(RgbImage image, ImageSize size) => ImageScaling.Resize(image, size, _filter);
}
