using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.PaliGemma;

/// <summary>PaliGemma, which has no chat template: image features, first token, text, newline. Positions count from 1.</summary>
internal sealed class PaliGemmaFamily : ModelFamily
{
    private readonly string _firstToken;
    private readonly int _featuresPerImage;

    public PaliGemmaFamily(FamilyContext context)
        : base(context)
    {
        _firstToken = Configuration.Tokenizer?.GetToken("bos_token") ?? "<bos>";
        _featuresPerImage = Configuration.ImageProcessor?.GetInt32("image_seq_length") ?? Configuration.Processor?.GetInt32("image_seq_length")
            ?? Configuration.Vision?.GetInt32("num_image_tokens") ?? Configuration.Text.GetInt32("num_image_tokens")
            ?? throw Configuration.Root.CreateException("neither 'vision_config.num_image_tokens' nor 'image_seq_length' of preprocessor_config.json is present.");
    }

    /// <summary>The family's model types.</summary>
    public static FamilyRegistration Registration { get; } = new(["paligemma"], context => new PaliGemmaFamily(context));

    protected override long FirstPosition => 1;

    public override string? RenderWithoutTemplate(string text, int imageCount) => Repeat(ImageToken, imageCount) + text;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images)
    {
        var text = ReplaceEach(rendered, ImageToken, images.Select(_ => ""));
        return Repeat(ImageToken, _featuresPerImage * images.Count) + _firstToken + text + "\n";
    }

    // the first token is in the text, after the image
    public override int[] Tokenize(string expanded, bool addSpecialTokens) => Tokenizer.Encode(expanded, addSpecialTokens: false);

    // the whole prompt is "prefix", which attends in both directions
    public override long TokenType(int tokenId) => 0;
}
