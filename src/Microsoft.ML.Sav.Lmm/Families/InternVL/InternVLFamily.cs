using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.InternVL;

/// <summary>InternVL: every crop has the same number of features, between a token that begins the image and one that ends it.</summary>
internal sealed class InternVLFamily : ModelFamily
{
    private readonly string _begin;
    private readonly string _end;
    private readonly int _featuresPerCrop;

    public InternVLFamily(FamilyContext context)
        : base(context)
    {
        _begin = Configuration.Tokenizer?.GetToken("start_image_token") ?? "<img>";
        _end = Configuration.Tokenizer?.GetToken("end_image_token") ?? "</img>";
        _featuresPerCrop = Configuration.Processor?.GetInt32("image_seq_length") ?? Configuration.Root.GetInt32("image_seq_length")
            ?? throw Configuration.Root.CreateMissingException("image_seq_length");
    }

    /// <summary>The family's model types and image processor.</summary>
    public static FamilyRegistration Registration { get; } = new(["internvl"], context => new InternVLFamily(context))
    {
        ImageProcessors = { ["GotOcr2ImageProcessor"] = settings => new GotOcr2ImageProcessor(settings) },
    };

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(image => _begin + Repeat(ImageToken, _featuresPerCrop * image.CropCount) + _end));
}
