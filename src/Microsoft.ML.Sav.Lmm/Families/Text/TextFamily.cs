using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Text;

/// <summary>Models that take text only. Without chat template (base models) the prompt is the text.</summary>
internal sealed class TextFamily(FamilyContext context) : ModelFamily(context)
{
    /// <summary>All model types without vision encoder.</summary>
    public static FamilyRegistration Registration { get; } = new([], context => new TextFamily(context));

    /// <summary>As <c>apply_chat_template</c> of transformers' tokenizers, which have no processor.</summary>
    public override bool TemplatesWriteSpecialTokens => true;

    public override string? RenderWithoutTemplate(string text, int imageCount) => text;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) => rendered;

    public override bool IsImageToken(int tokenId) => false;
}
