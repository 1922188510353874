using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Gemma3;

/// <summary>Gemma 3: the placeholder is the token that begins an image; every image has the same number of features. Positions count from 1.</summary>
internal sealed class Gemma3Family : ModelFamily
{
    private readonly string _begin;
    private readonly string _expanded;

    public Gemma3Family(FamilyContext context)
        : base(context)
    {
        _begin = FindToken("boi_token");
        var features = Configuration.Processor?.GetInt32("image_seq_length") ?? Configuration.Root.GetInt32("mm_tokens_per_image")
            ?? throw Configuration.Root.CreateMissingException("mm_tokens_per_image");
        _expanded = $"\n\n{_begin}{Repeat(ImageToken, features)}{FindToken("eoi_token")}\n\n";
    }

    /// <summary>The family's model types and image processor.</summary>
    public static FamilyRegistration Registration { get; } = new(["gemma3"], context => new Gemma3Family(context))
    {
        ImageProcessors = { ["Gemma3ImageProcessor"] = settings => new StandardImageProcessor(settings, isSquare: true, ResampleFilter.Bilinear) },
    };

    protected override long FirstPosition => 1;

    public override string GetImagePlaceholder(int index) => _begin;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, _begin, images.Select(_ => _expanded));

    private string FindToken(string name)
    {
        var key = name + "_index";
        return Configuration.Tokenizer?.GetToken(name) ?? GetToken(Configuration.Root.Require(Configuration.Root.GetInt32(key), key), key);
    }
}
