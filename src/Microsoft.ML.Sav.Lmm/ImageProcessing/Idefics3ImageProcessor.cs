using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// Idefics3 and SmolVLM: a large image is cut into squares, followed by a view of the whole: pixel_values [views, 3, edge, edge] and
/// pixel_attention_mask [views, edge, edge].
/// </summary>
internal sealed class Idefics3ImageProcessor : IImageProcessor
{
    /// <summary>No side is made longer, whatever the settings (transformers: MAX_IMAGE_SIZE).</summary>
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
        _edge = configuration.GetSize("max_image_size").LongestEdge ?? throw configuration.Invalid("max_image_size", "{\"longest_edge\": number}");
        _isSplit = configuration.GetBoolean("do_image_splitting", true);
        _filter = configuration.GetResample(ResampleFilter.Lanczos);
        _normalization = new PixelNormalization(configuration);
    }

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var views = new List<RgbImage>();
        var layouts = images.Select(image => AddViews(image, views)).ToList();
        var mask = new bool[checked(views.Count * _edge * _edge)];
        Array.Fill(mask, true); // every view is a whole square: nothing is padding
        return new ProcessedImages(
            [_normalization.ToTensor(views), new ImageTensor(ImageTensor.PixelAttentionMask, mask, [views.Count, _edge, _edge])],
            layouts);
    }

    private ImageLayout AddViews(RgbImage original, List<RgbImage> views)
    {
        var square = new ImageSize(_edge, _edge);
        var image = Resize(original, _size is null ? original.Size : ScaleToLongestEdge(original.Size, _size));
        if (!_isSplit)
        {
            views.Add(Resize(image, square));
            return new ImageLayout(original.Size, square);
        }
        image = Resize(image, RoundUpToTiles(image.Size));
        if (image.Size == square)
        {
            views.Add(image);
            return new ImageLayout(original.Size, square);
        }
        views.AddRange(ImageTransforms.SplitTiles(image, square));
        views.Add(Resize(image, square));
        var (rows, columns) = (image.Height / _edge, image.Width / _edge);
        return new ImageLayout(original.Size, image.Size) { TileRows = rows, TileColumns = columns, Views = rows * columns + 1 };
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

    private RgbImage Resize(RgbImage image, ImageSize size) => ImageResizer.Resize(image, size.Width, size.Height, _filter);
}
