using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>Idefics3 and SmolVLM: every tile is announced by its row and column, the view of the whole image comes last.</summary>
internal sealed class Idefics3Family : ModelFamily
{
    private readonly string _boundary;
    private readonly string _global;
    private readonly string _features;

    public Idefics3Family(ModelConfiguration configuration, Tokenizer tokenizer)
        : base(configuration, tokenizer)
    {
        _boundary = configuration.Tokenizer?.Token("fake_image_token") ?? "<fake_token_around_image>";
        _global = configuration.Tokenizer?.Token("global_image_token") ?? "<global-img>";
        _features = Repeat(ImageToken, configuration.Processor?.Int32("image_seq_len") ?? FeaturesOfView());
    }

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(Expand));

    private string Expand(ImageLayout image)
    {
        var whole = _boundary + _global + _features + _boundary;
        if (image.TileRows == 0)
            return whole;
        var rows = Enumerable.Range(1, image.TileRows).Select(row =>
            string.Concat(Enumerable.Range(1, image.TileColumns).Select(column => $"{_boundary}<row_{row}_col_{column}>{_features}")) + "\n");
        return string.Concat(rows) + "\n" + whole;
    }

    // patches of a view, of which scale_factor x scale_factor become one feature
    private int FeaturesOfView()
    {
        var root = Configuration.Root;
        var vision = root.Required(Configuration.Vision, "vision_config");
        var side = root.Required(vision.Int32("image_size"), "vision_config.image_size") / root.Required(vision.Int32("patch_size"), "vision_config.patch_size");
        var scale = root.Required(root.Int32("scale_factor"), "scale_factor");
        return side * side / (scale * scale);
    }
}
