using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Pixtral;

/// <summary>Pixtral and Mistral 3: a break token ends each row of features, an end token the last row.</summary>
internal sealed class PixtralFamily(FamilyContext context) : ModelFamily(context)
{
    private readonly string _break = context.Configuration.Processor?.GetToken("image_break_token") ?? "[IMG_BREAK]";
    private readonly string _end = context.Configuration.Processor?.GetToken("image_end_token") ?? "[IMG_END]";

    /// <summary>The family's model types and image processor. Pixtral was published as a LLaVA with another vision encoder.</summary>
    public static FamilyRegistration Registration { get; } = new(["mistral3", "llava/pixtral"], context => new PixtralFamily(context))
    {
        ImageProcessors = { ["PixtralImageProcessor"] = settings => new PixtralImageProcessor(settings) },
    };

    public override bool EncodesImagesOneByOne => true;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(Expand));

    private string Expand(ImageLayout image)
    {
        var row = Repeat(ImageToken, image.Grid.Width);
        return string.Join(_break, Enumerable.Repeat(row, image.Grid.Height)) + _end;
    }
}
