using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Idefics3;

/// <summary>Idefics3 and SmolVLM: tokens for row and column precede each tile; the global image comes last.</summary>
internal sealed class Idefics3Family : ModelFamily
{
    private readonly string _boundary;
    private readonly string _global;
    private readonly string _features;

    public Idefics3Family(FamilyContext context)
        : base(context)
    {
        _boundary = Configuration.Tokenizer?.GetToken("fake_image_token") ?? "<fake_token_around_image>";
        _global = Configuration.Tokenizer?.GetToken("global_image_token") ?? "<global-img>";
        _features = Repeat(ImageToken, Configuration.Processor?.GetInt32("image_seq_len") ?? CountFeaturesPerCrop());
    }

    /// <summary>The family's model types and image processor.</summary>
    public static FamilyRegistration Registration { get; } = new(["idefics3", "smolvlm"], context => new Idefics3Family(context))
    {
        ImageProcessors =
        {
            ["Idefics3ImageProcessor"] = settings => new Idefics3ImageProcessor(settings),
            ["SmolVLMImageProcessor"] = settings => new Idefics3ImageProcessor(settings),
        },
    };

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(Expand));

    private string Expand(ImageLayout image)
    {
        var global = _boundary + _global + _features + _boundary;
        if (image.TileRows == 0)
            return global;
        var rows = Enumerable.Range(1, image.TileRows).Select(row =>
            string.Concat(Enumerable.Range(1, image.TileColumns).Select(column => $"{_boundary}<row_{row}_col_{column}>{_features}")) + "\n");
        return string.Concat(rows) + "\n" + global;
    }

    // scale_factor x scale_factor patches become one feature
    private int CountFeaturesPerCrop()
    {
        var root = Configuration.Root;
        var vision = root.Require(Configuration.Vision, "vision_config");
        var side = vision.Require(vision.GetInt32("image_size"), "image_size") / vision.Require(vision.GetInt32("patch_size"), "patch_size");
        var scale = root.Require(root.GetInt32("scale_factor"), "scale_factor");
        return side * side / (scale * scale);
    }
}
