using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Idefics3;

/// <summary>
/// Idefics3 and SmolVLM: a large image is cut into square tiles, followed by the global image: pixel_values [crops, 3, edge, edge] and
/// pixel_attention_mask [crops, edge, edge].
/// </summary>
internal sealed class Idefics3ImageProcessor : IImageProcessor
{
    /// <summary>Longest side, whatever the settings (transformers: MAX_IMAGE_SIZE).</summary>
    private const int MaximumEdge = 4096;

    private readonly TargetSize? _size;
    private readonly int _edge;
    private readonly bool _isSplit;
    private readonly ResampleFilter _filter;
    private readonly PixelNormalization _normalization;

    public Idefics3ImageProcessor(ImageProcessorConfiguration configuration)
    {
        if (configuration.GetBoolean("do_resize", true))
            _size = configuration.GetSize("size");
        _edge = configuration.GetSize("max_image_size").LongestEdge ?? throw configuration.CreateUnexpectedException("max_image_size", "{\"longest_edge\": number}");
        _isSplit = configuration.GetBoolean("do_image_splitting", true);
        _filter = configuration.GetResample(ResampleFilter.Lanczos);
        _normalization = new PixelNormalization(configuration);
    }

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var crops = new List<RgbImage>();
        var layouts = images.Select(image => AddCrops(image, crops)).ToList();
        var mask = ImageTensor.Allocate<bool>(crops.Count, _edge, _edge);
        Array.Fill(mask, true); // crops have no padding
        return new ProcessedImages(
            [_normalization.ToTensor(crops), new ImageTensor(ImageTensor.PixelAttentionMask, mask, [crops.Count, _edge, _edge])],
            layouts);
    }

    private ImageLayout AddCrops(RgbImage original, List<RgbImage> crops)
    {
        var square = new ImageSize(_edge, _edge);
        var image = Resize(original, _size is null ? original.Size : ScaleToLongestEdge(original.Size, _size));
        if (!_isSplit)
        {
            crops.Add(Resize(image, square));
            return new ImageLayout(original.Size, square);
        }
        image = Resize(image, RoundUpToTiles(image.Size));
        if (image.Size == square)
        {
            crops.Add(image);
            return new ImageLayout(original.Size, square);
        }
        crops.AddRange(ImageTransforms.SplitTiles(image, square));
        crops.Add(Resize(image, square));
        var (rows, columns) = (image.Height / _edge, image.Width / _edge);
        return new ImageLayout(original.Size, image.Size) { TileRows = rows, TileColumns = columns, CropCount = rows * columns + 1, TilesComeFirst = true };
    }

    // The longest edge as given, the other in proportion and even; then within the absolute maximum.
    private static ImageSize ScaleToLongestEdge(ImageSize size, TargetSize target)
    {
        if (target.LongestEdge is not { } longest)
            return target.Resolve(size);
        var ratio = (double)size.Width / size.Height;
        var (height, width) = size.Width >= size.Height
            ? (RoundUpToEven((int)(longest / ratio)), longest)
            : (longest, RoundUpToEven((int)(longest * ratio)));
        (height, width) = (Math.Max(1, height), Math.Max(1, width));
        ratio = (double)width / height;
        if (width >= height && width > MaximumEdge)
            (height, width) = ((int)(MaximumEdge / ratio), MaximumEdge);
        else if (height > width && height > MaximumEdge)
            (height, width) = (MaximumEdge, (int)(MaximumEdge * ratio));
        return new(Math.Max(1, height), Math.Max(1, width));
    }

    // The longer side becomes a multiple first, the other follows in proportion and becomes one too.
    private ImageSize RoundUpToTiles(ImageSize size)
    {
        var ratio = (double)size.Width / size.Height;
        if (size.Width >= size.Height)
        {
            var width = RoundUp(size.Width);
            return new(RoundUp((int)(width / ratio)), width);
        }
        var height = RoundUp(size.Height);
        return new(height, RoundUp((int)(height * ratio)));
    }

    private int RoundUp(int length) => Math.Max(1, (length + _edge - 1) / _edge) * _edge;

    private static int RoundUpToEven(int length) => length + length % 2;

    private RgbImage Resize(RgbImage image, ImageSize size) => ImageScaling.Resize(image, size, _filter);
}
