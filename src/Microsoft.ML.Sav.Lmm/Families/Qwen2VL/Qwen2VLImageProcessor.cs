using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Families.Qwen2VL;

/// <summary>
/// Qwen2-VL, Qwen2.5-VL, Qwen3-VL: an image keeps its proportions and is cut into patches, in the order in which the encoder merges them:
/// pixel_values [patches, 3 * frames * patch * patch] and image_grid_thw [images, 3].
/// </summary>
internal sealed class Qwen2VLImageProcessor : IImageProcessor
{
    private const int MaximumAspectRatio = 200;
    private const int MaximumFrames = 128;

    private readonly bool _isResized;
    private readonly ResampleFilter _filter;
    private readonly long _minimumArea;
    private readonly long _maximumArea;
    private readonly int _patchSize;
    private readonly int _mergeSize;
    private readonly int _frames;
    private readonly PixelNormalization _normalization;

    public Qwen2VLImageProcessor(ImageProcessorConfiguration configuration)
    {
        _isResized = configuration.GetBoolean("do_resize", true);
        _filter = configuration.GetResample(ResampleFilter.Bicubic);
        var size = configuration.Has("min_pixels") && configuration.Has("max_pixels") ? null : configuration.GetSize("size");
        _minimumArea = configuration.GetPositiveInt32("min_pixels", size?.ShortestEdge);
        _maximumArea = configuration.GetPositiveInt32("max_pixels", size?.LongestEdge);
        _patchSize = configuration.GetPositiveInt32("patch_size", maximum: ImageProcessorConfiguration.MaximumPatchSize);
        _mergeSize = configuration.GetPositiveInt32("merge_size", maximum: ImageProcessorConfiguration.MaximumPatchSize);
        _frames = configuration.GetPositiveInt32("temporal_patch_size", maximum: MaximumFrames);
        _normalization = new PixelNormalization(configuration);
    }

    private int PatchLength => RgbImage.Channels * _frames * _patchSize * _patchSize;

    public ProcessedImages Process(IReadOnlyList<RgbImage> images)
    {
        var resized = images.Select(Resize).ToList();
        var layouts = images.Zip(resized, (image, result) => new ImageLayout(image.Size, result.Size)
        {
            Grid = new(result.Height / _patchSize, result.Width / _patchSize),
            MergeSize = _mergeSize,
        }).ToList();
        var patches = layouts.Sum(layout => layout.Grid.Count);
        var values = ImageTensor.Allocate<float>(patches, PatchLength);
        var remaining = values.AsSpan();
        foreach (var image in resized)
            remaining = WritePatches(image, remaining);
        return new ProcessedImages(
            [
                new ImageTensor(TensorNames.PixelValues, values, [patches, PatchLength]),
                new ImageTensor("image_grid_thw", layouts.SelectMany(layout => new long[] { 1, layout.Grid.Height, layout.Grid.Width }).ToArray(), [layouts.Count, 3]),
            ],
            layouts);
    }

    private RgbImage Resize(RgbImage image)
    {
        var factor = _patchSize * _mergeSize;
        if (!_isResized)
        {
            return image.Height % factor == 0 && image.Width % factor == 0 ? image
                : throw new PromptException($"The sides of an image of {image.Size} pixels are not multiples of {factor}, which this model's image processor needs since 'do_resize' is false.");
        }
        if (Math.Max(image.Height, image.Width) > MaximumAspectRatio * (long)Math.Min(image.Height, image.Width))
            throw new PromptException($"An image of {image.Size} pixels is too long: this model's image processor takes proportions up to {MaximumAspectRatio} : 1.");
        return ImageScaling.Resize(image, SmartResize.Resolve(image.Size, factor, _minimumArea, _maximumArea, minimumSide: 0), _filter);
    }

    // patches [height / (merge * patch), width / (merge * patch), merge, merge], each [channel, frame, patch, patch]; frames are equal
    private Span<float> WritePatches(RgbImage image, Span<float> destination)
    {
        var block = _mergeSize * _patchSize;
        for (var blockTop = 0; blockTop < image.Height; blockTop += block)
        {
            for (var blockLeft = 0; blockLeft < image.Width; blockLeft += block)
            {
                for (var top = blockTop; top < blockTop + block; top += _patchSize)
                {
                    for (var left = blockLeft; left < blockLeft + block; left += _patchSize)
                    {
                        WritePatch(image, left, top, destination);
                        destination = destination[PatchLength..];
                    }
                }
            }
        }
        return destination;
    }

    private void WritePatch(RgbImage image, int left, int top, Span<float> destination)
    {
        var area = _patchSize * _patchSize;
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var table = _normalization.Table(channel);
            var frames = destination.Slice(channel * _frames * area, _frames * area);
            for (var y = 0; y < _patchSize; y++)
            {
                var row = image.Row(top + y)[(left * RgbImage.Channels + channel)..];
                for (var x = 0; x < _patchSize; x++)
                    frames[y * _patchSize + x] = table[row[x * RgbImage.Channels]];
            }
            for (var frame = 1; frame < _frames; frame++)
                frames[..area].CopyTo(frames[(frame * area)..]);
        }
    }
}
