using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Llava;

/// <summary>LLaVA 1.5, LLaVA-Interleave, FastVLM: a feature per patch of the resized image.</summary>
internal sealed class LlavaFamily : ModelFamily
{
    private const string Llava = "llava";
    private readonly LlavaPatches _patches;

    public LlavaFamily(FamilyContext context)
        : base(context) =>
        // the encoders of the others have no class token, whatever their settings say
        _patches = new LlavaPatches(Configuration, mayHaveClassToken: Configuration.ModelType == Llava);

    /// <summary>The family's model types and image processor.</summary>
    public static FamilyRegistration Registration { get; } = new([Llava, "llava_qwen2", "fast_vlm"], context => new LlavaFamily(context))
    {
        ImageProcessors = { ["LlavaImageProcessor"] = settings => new StandardImageProcessor(settings, isSquare: false, ResampleFilter.Bicubic, isPaddedToSquare: true) },
    };

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(image => Repeat(ImageToken, _patches.Count(image.Resized))));
}
