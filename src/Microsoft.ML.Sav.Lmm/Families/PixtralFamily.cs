using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>Pixtral and Mistral 3: a row of features ends with a break token, the last row with the token that ends the image.</summary>
internal sealed class PixtralFamily(ModelConfiguration configuration, Tokenizer tokenizer) : ModelFamily(configuration, tokenizer)
{
    private readonly string _break = configuration.Processor?.Token("image_break_token") ?? "[IMG_BREAK]";
    private readonly string _end = configuration.Processor?.Token("image_end_token") ?? "[IMG_END]";

    /// <inheritdoc/>
    public override bool EncodesImagesOneByOne => true;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(Expand));

    private string Expand(ImageLayout image)
    {
        var row = Repeat(ImageToken, image.Grid.Width);
        return string.Join(_break, Enumerable.Repeat(row, image.Grid.Height)) + _end;
    }
}
