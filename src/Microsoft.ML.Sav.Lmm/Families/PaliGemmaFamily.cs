using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>PaliGemma, which has no chat template: the image features, the first token, the text and a newline. Positions count from 1.</summary>
internal sealed class PaliGemmaFamily : ModelFamily
{
    private readonly string _firstToken;
    private readonly int _featuresOfImage;

    public PaliGemmaFamily(ModelConfiguration configuration, Tokenizer tokenizer)
        : base(configuration, tokenizer)
    {
        _firstToken = configuration.Tokenizer?.Token("bos_token") ?? "<bos>";
        _featuresOfImage = configuration.ImageProcessor?.Int32("image_seq_length") ?? configuration.Processor?.Int32("image_seq_length")
            ?? configuration.Vision?.Int32("num_image_tokens") ?? configuration.Text.Int32("num_image_tokens")
            ?? throw new InvalidDataException($"{configuration.Root.Location}: the model has no 'image_seq_length' in preprocessor_config.json.");
    }

    protected override long FirstPosition => 1;

    public override string? PromptWithoutTemplate(string text, int images) => Repeat(ImageToken, images) + text;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images)
    {
        var text = ReplaceEach(rendered, ImageToken, images.Select(_ => ""));
        return Repeat(ImageToken, _featuresOfImage * images.Count) + _firstToken + text + "\n";
    }

    // the first token is in the text, behind the image
    public override int[] Tokenize(string expanded, bool addSpecialTokens) => Tokenizer.Encode(expanded, addSpecialTokens: false);

    // the whole prompt is "prefix", which attends in both directions
    public override long TokenType(int tokenId) => 0;
}
