using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>Models that take text only. Without chat template (base models) the prompt is the text.</summary>
internal sealed class TextFamily(ModelConfiguration configuration, Tokenizer tokenizer) : ModelFamily(configuration, tokenizer)
{
    public override string? PromptWithoutTemplate(string text, int images) => text;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) => rendered;

    public override bool IsImageToken(int tokenId) => false;
}
