using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// LFM2-VL: a view becomes a list of patches, padded with zeros: pixel_values [views, most patches, patch * patch * 3],
/// pixel_attention_mask [views, most patches] and spatial_shapes [views, 2] (patches down and across). A large image is cut into tiles,
/// followed by a smaller view of the whole.
/// </summary>
internal sealed class Lfm2VlImageProcessor : IImageProcessor
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

    public Lfm2VlImageProcessor(ImageProcessorConfiguration configuration)
    {
        _patchSize = configuration.GetInt32("encoder_patch_size");
        _downsampleFactor = configuration.GetInt32("downsample_factor");
        _tokenArea = (long)_patchSize * _patchSize * _downsampleFactor * _downsampleFactor;
        _minimumTokens = configuration.GetInt32("min_image_tokens");
        _maximumTokens = configuration.GetInt32("max_image_tokens");
        _tolerance = configuration.GetDouble("max_pixels_tolerance", 2);
        _minimumTiles = configuration.GetInt32("min_tiles");
        _maximumTiles = configuration.GetInt32("max_tiles");
        _isSplit = configuration.GetBoolean("do_image_splitting", true) && _maximumTiles > 1;
        _tileEdge = configuration.GetInt32("tile_size");
        _hasThumbnail = configuration.GetBoolean("use_thumbnail", true);
        _filter = configuration.GetResample(ResampleFilter.Bilinear);
        _normalization = new PixelNormalization(configuration);
    }

    // Room for the largest view: a tile, or a whole image of most tokens.
    private int MaximumPatches => Math.Max(
        _maximumTokens * _downsampleFactor * _downsampleFactor,
        _isSplit ? _tileEdge / _patchSize * (_tileEdge / _patchSize) : 0);

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var views = new List<RgbImage>();
        var layouts = images.Select(image => AddViews(image, views)).ToList();
        var patchLength = _patchSize * _patchSize * RgbImage.Channels;
        var values = new float[checked(views.Count * MaximumPatches * patchLength)];
        var mask = new long[views.Count * MaximumPatches];
        for (var i = 0; i < views.Count; i++)
        {
            WritePatches(views[i], values.AsSpan(i * MaximumPatches * patchLength));
            mask.AsSpan(i * MaximumPatches, Patches(views[i].Size).Count).Fill(1);
        }
        return new ProcessedImages(
            [
                new ImageTensor(ImageTensor.PixelValues, values, [views.Count, MaximumPatches, patchLength]),
                new ImageTensor(ImageTensor.PixelAttentionMask, mask, [views.Count, MaximumPatches]),
                ImageTensor.OfSizes("spatial_shapes", [.. views.Select(view => new ImageSize(view.Height / _patchSize, view.Width / _patchSize))]),
            ],
            layouts);
    }

    private ImageLayout AddViews(RgbImage image, List<RgbImage> views)
    {
        var whole = SmartResize.Resolve(image.Size, _patchSize * _downsampleFactor, _minimumTokens * _tokenArea, _maximumTokens * _tokenArea);
        if (!_isSplit || !IsLarge(image.Size))
        {
            views.Add(Resize(image, whole));
            return new ImageLayout(image.Size, whole) { Grid = Patches(whole) };
        }
        var tile = new ImageSize(_tileEdge, _tileEdge);
        var grid = TileGrid.Choose(image.Size, tile, _minimumTiles, _maximumTiles);
        var tiles = grid.Rows * grid.Columns;
        views.AddRange(ImageTransforms.SplitTiles(Resize(image, new(grid.Rows * _tileEdge, grid.Columns * _tileEdge)), tile));
        var hasThumbnail = _hasThumbnail && tiles > 1;
        if (hasThumbnail)
            views.Add(Resize(image, whole));
        return new ImageLayout(image.Size, whole)
        {
            TileRows = grid.Rows,
            TileColumns = grid.Columns,
            Views = tiles + (hasThumbnail ? 1 : 0),
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

    private PatchGrid Patches(ImageSize size) => new(1, size.Height / _patchSize, size.Width / _patchSize);

    // Patches row by row, each [patch, patch, 3].
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

    private RgbImage Resize(RgbImage image, ImageSize size) => ImageResizer.Resize(image, size.Width, size.Height, _filter);
}
