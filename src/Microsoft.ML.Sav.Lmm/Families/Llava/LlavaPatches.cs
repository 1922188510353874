using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.Configuration;

namespace Microsoft.ML.Sav.Lmm.Families.Llava;

/// <summary>Number of features of LLaVA's vision encoder: one per patch, and one for the class token unless it is left out.</summary>
internal sealed class LlavaPatches
{
    /// <summary>Reads processor_config.json and, in older folders, config.json.</summary>
    /// <param name="configuration">The model's settings.</param>
    /// <param name="mayHaveClassToken">Whether a CLIP encoder has a class token, which <c>vision_feature_select_strategy</c> may leave out.</param>
    public LlavaPatches(ModelConfiguration configuration, bool mayHaveClassToken = true)
    {
        var processor = configuration.Processor;
        PatchSize = processor?.GetInt32("patch_size") ?? configuration.Vision?.GetInt32("patch_size")
            ?? throw configuration.Root.CreateException("neither 'vision_config.patch_size' nor 'patch_size' of processor_config.json is present.");
        var isClip = configuration.Vision?.GetString("model_type")?.StartsWith("clip", StringComparison.Ordinal) ?? true;
        // older processors do not name the number of additional tokens, which then follows from the encoder
        var additional = processor?.GetInt32("num_additional_image_tokens") ?? (mayHaveClassToken && isClip ? 1 : 0);
        var strategy = processor?.GetString("vision_feature_select_strategy") ?? configuration.Root.GetString("vision_feature_select_strategy");
        AdditionalTokens = additional - (mayHaveClassToken && strategy == "default" ? 1 : 0);
    }

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; }

    /// <summary>Features beyond the patches: 1 for a class token that is kept.</summary>
    public int AdditionalTokens { get; }

    /// <summary>Number of features of an image.</summary>
    public int Count(ImageSize size) => (size.Height / PatchSize * (size.Width / PatchSize)) + AdditionalTokens;
}
