using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>Gemma 3: templates mark an image by the token that begins it; as many features for every image. Positions count from 1.</summary>
internal sealed class Gemma3Family : ModelFamily
{
    private readonly string _begin;
    private readonly string _expanded;

    public Gemma3Family(ModelConfiguration configuration, Tokenizer tokenizer)
        : base(configuration, tokenizer)
    {
        _begin = Token("boi_token");
        var features = configuration.Processor?.Int32("image_seq_length") ?? configuration.Root.Int32("mm_tokens_per_image")
            ?? throw new InvalidDataException($"{configuration.Root.Location} has no 'mm_tokens_per_image'.");
        _expanded = $"\n\n{_begin}{Repeat(ImageToken, features)}{Token("eoi_token")}\n\n";
    }

    protected override long FirstPosition => 1;

    public override string ImageMark(int index) => _begin;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, _begin, images.Select(_ => _expanded));

    private string Token(string name)
    {
        var key = name + "_index";
        return Configuration.Tokenizer?.Token(name) ?? TokenOf(Configuration.Root.Required(Configuration.Root.Int32(key), key), key);
    }
}
