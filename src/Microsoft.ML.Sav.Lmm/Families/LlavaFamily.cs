using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>LLaVA 1.5, LLaVA-Interleave, FastVLM: one placeholder a patch of the resized image.</summary>
/// <param name="configuration">The model's JSON files.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="hasClassToken">Whether the encoder may have a class token; FastVLM's has none, whatever its settings say.</param>
internal sealed class LlavaFamily(ModelConfiguration configuration, Tokenizer tokenizer, bool hasClassToken = true)
    : ModelFamily(configuration, tokenizer)
{
    private readonly LlavaPatches _patches = new(configuration, isStrategyRead: hasClassToken);

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(image => Repeat(ImageToken, _patches.Count(image.Resized))));
}
