using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>How many features LLaVA's vision encoder makes of a picture: one a patch, and the class token unless it is left out.</summary>
internal sealed class LlavaPatches
{
    /// <summary>Reads processor_config.json and, for folders from before its keys, config.json.</summary>
    /// <param name="configuration">The model's JSON files.</param>
    /// <param name="isStrategyRead">Whether <c>vision_feature_select_strategy</c> says if the class token is left out.</param>
    public LlavaPatches(ModelConfiguration configuration, bool isStrategyRead = true)
    {
        var processor = configuration.Processor;
        var given = processor?.Int32("patch_size");
        PatchSize = given ?? configuration.Vision?.Int32("patch_size")
            ?? throw new InvalidDataException($"{configuration.Root.Location} has no 'vision_config.patch_size', and processor_config.json no 'patch_size'.");
        var isClip = configuration.Vision?.Text("model_type")?.StartsWith("clip", StringComparison.Ordinal) ?? true;
        // before the processor counted patches, the number of additional tokens followed from the encoder
        var additional = processor?.Int32("num_additional_image_tokens") ?? (given is null && isClip ? 1 : 0);
        var strategy = processor?.Text("vision_feature_select_strategy") ?? configuration.Root.Text("vision_feature_select_strategy");
        AdditionalTokens = additional - (isStrategyRead && strategy == "default" ? 1 : 0);
    }

    /// <summary>Side of a patch in pixels.</summary>
    public int PatchSize { get; }

    /// <summary>Features beyond the patches: 1 for a class token that is kept.</summary>
    public int AdditionalTokens { get; }

    /// <summary>Number of features of a picture.</summary>
    public int Count(ImageSize size) => (size.Height / PatchSize * (size.Width / PatchSize)) + AdditionalTokens;
}
