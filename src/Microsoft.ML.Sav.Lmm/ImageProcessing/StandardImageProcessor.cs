using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// Resize, centre crop, rescale, normalise, pad: the processors of CLIP, SigLIP, BLIP and ViT, which several families use:
/// pixel_values [images, 3, height, width].
/// </summary>
internal sealed class StandardImageProcessor : IImageProcessor
{
    private readonly TargetSize? _size;
    private readonly ResampleFilter _filter;
    private readonly ImageSize? _cropSize;
    private readonly ImageSize? _padSize;
    private readonly bool _isPadded;
    private readonly byte[]? _squareColour;
    private readonly PixelNormalization _normalization;

    /// <param name="configuration">Settings.</param>
    /// <param name="isSquare">Whether a single number as size is the side of a square; otherwise it is the shortest edge.</param>
    /// <param name="filter">The filter, if the settings name none.</param>
    /// <param name="isPaddedToSquare">Whether <c>do_pad</c> means padding to a square in the mean colour, before anything else.</param>
    public StandardImageProcessor(ImageProcessorConfiguration configuration, bool isSquare, ResampleFilter filter, bool isPaddedToSquare = false)
    {
        if (configuration.GetBoolean("do_pan_and_scan", false))
            throw configuration.CreateException("'do_pan_and_scan' (cutting long images) is not supported; set it to false.");
        if (configuration.GetBoolean("do_resize", true))
            _size = configuration.GetSize("size", isSquare);
        _filter = configuration.GetResample(filter);
        if (configuration.GetBoolean("do_center_crop", configuration.Has("crop_size")))
            _cropSize = configuration.GetFixedSize("crop_size");
        var isPadded = configuration.GetBoolean("do_pad", false);
        if (isPadded && isPaddedToSquare)
            _squareColour = configuration.GetMeanColour();
        _isPadded = isPadded && !isPaddedToSquare;
        if (_isPadded && configuration.Has("pad_size"))
            _padSize = configuration.GetSize("pad_size").Fixed;
        _normalization = new PixelNormalization(configuration);
    }

    /// <summary>What the processor does; <see langword="null"/> if it pads images.</summary>
    public PixelRecipe? Recipe => _isPadded || _squareColour is not null ? null : new PixelRecipe(_size, _filter, _cropSize, _normalization);

    /// <summary>The processors by <c>image_processor_type</c>.</summary>
    public static IReadOnlyDictionary<string, Func<ImageProcessorConfiguration, IImageProcessor>> Types { get; } =
        new Dictionary<string, Func<ImageProcessorConfiguration, IImageProcessor>>
        {
            ["CLIPImageProcessor"] = settings => new StandardImageProcessor(settings, isSquare: false, ResampleFilter.Bicubic),
            ["SiglipImageProcessor"] = settings => new StandardImageProcessor(settings, isSquare: true, ResampleFilter.Bicubic),
            ["BlipImageProcessor"] = settings => new StandardImageProcessor(settings, isSquare: true, ResampleFilter.Bicubic),
            ["ViTImageProcessor"] = settings => new StandardImageProcessor(settings, isSquare: true, ResampleFilter.Bilinear),
        };

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var prepared = images.Select(Prepare).ToList();
        if (_padSize is { } pad && prepared.Find(image => image.Height > pad.Height || image.Width > pad.Width) is { } large)
            throw new PromptException($"An image of {large.Size} pixels does not fit into the 'pad_size' {pad} of this model's image processor.");
        if (!_isPadded && prepared.DistinctBy(image => image.Size).Count() > 1)
            throw new PromptException($"The images of the prompt get different sizes ({string.Join(", ", prepared.Select(image => image.Size))}), which this model's image processor does not pad to one.");
        return new ProcessedImages(
            [_normalization.ToTensor(prepared, _padSize)],
            [.. images.Zip(prepared, CreateLayout)]);
    }

    private RgbImage Prepare(RgbImage image)
    {
        if (_squareColour is not null)
            image = ImageScaling.PadToSquare(image, _squareColour);
        return (_size?.Resolve(image.Size), _cropSize) switch
        {
            ({ } size, { } crop) => ImageScaling.ResizeAndCenterCrop(image, size, _filter, crop),
            ({ } size, null) => ImageScaling.Resize(image, size, _filter),
            (null, { } crop) => ImageTransforms.CenterCrop(image, crop),
            _ => image,
        };
    }

    private ImageLayout CreateLayout(RgbImage image, RgbImage result)
    {
        var region = _squareColour is null ? ImageRegion.Whole(image.Size) : ImageRegion.Square(image.Size);
        var input = new ImageSize((int)region.Height, (int)region.Width);
        var resized = _size?.Resolve(input) ?? input;
        var (left, top) = ((resized.Width - result.Width) / 2.0, (resized.Height - result.Height) / 2.0);
        var final = _padSize ?? result.Size;
        return new ImageLayout(image.Size, final) { Region = region.Crop(resized, left, top, final) };
    }
}
