using Microsoft.ML.Sav.Images.Resampling;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Finds the image processor that a model's configuration names.</summary>
internal static class ImageProcessorFactory
{
    private static readonly Dictionary<string, Func<ImageProcessorConfiguration, IImageProcessor>> Factories = new(StringComparer.Ordinal)
    {
        ["CLIPImageProcessor"] = configuration => new StandardImageProcessor(configuration, isSquare: false, ResampleFilter.Bicubic),
        ["SiglipImageProcessor"] = configuration => new StandardImageProcessor(configuration, isSquare: true, ResampleFilter.Bicubic),
        ["BlipImageProcessor"] = configuration => new StandardImageProcessor(configuration, isSquare: true, ResampleFilter.Bicubic),
        ["ViTImageProcessor"] = configuration => new StandardImageProcessor(configuration, isSquare: true, ResampleFilter.Bilinear),
        ["Gemma3ImageProcessor"] = configuration => new StandardImageProcessor(configuration, isSquare: true, ResampleFilter.Bilinear),
        ["LlavaImageProcessor"] = configuration => new StandardImageProcessor(configuration, isSquare: false, ResampleFilter.Bicubic, isPaddedToSquare: true),
        ["LlavaNextImageProcessor"] = configuration => new LlavaNextImageProcessor(configuration, isOnlySingleImageTiled: false),
        ["LlavaOnevisionImageProcessor"] = configuration => new LlavaNextImageProcessor(configuration, isOnlySingleImageTiled: true),
        ["Idefics3ImageProcessor"] = configuration => new Idefics3ImageProcessor(configuration),
        ["SmolVLMImageProcessor"] = configuration => new Idefics3ImageProcessor(configuration),
        ["Qwen2VLImageProcessor"] = configuration => new Qwen2VLImageProcessor(configuration),
        ["Qwen2_5_VLImageProcessor"] = configuration => new Qwen2VLImageProcessor(configuration),
        ["Qwen3VLImageProcessor"] = configuration => new Qwen2VLImageProcessor(configuration),
        ["PixtralImageProcessor"] = configuration => new PixtralImageProcessor(configuration),
        ["GotOcr2ImageProcessor"] = configuration => new GotOcr2ImageProcessor(configuration),
        ["Lfm2VlImageProcessor"] = configuration => new Lfm2VlImageProcessor(configuration),
        ["Phi3VImageProcessor"] = configuration => new Phi3VImageProcessor(configuration),
    };

    /// <exception cref="NotSupportedException">The configuration names a processor that is not known.</exception>
    public static IImageProcessor Create(ImageProcessorConfiguration configuration) => Factories.TryGetValue(configuration.Type, out var create)
        ? create(configuration)
        : throw new NotSupportedException(
            $"{configuration.Location}: the image processor '{configuration.Type}' is not supported; supported are {string.Join(", ", Factories.Keys.Order(StringComparer.Ordinal))}.");
}
