using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>InternVL: as many features for every tile, between a token that begins an image and one that ends it.</summary>
internal sealed class InternVLFamily : ModelFamily
{
    private readonly string _begin;
    private readonly string _end;
    private readonly int _featuresOfTile;

    public InternVLFamily(ModelConfiguration configuration, Tokenizer tokenizer)
        : base(configuration, tokenizer)
    {
        _begin = configuration.Tokenizer?.Token("start_image_token") ?? "<img>";
        _end = configuration.Tokenizer?.Token("end_image_token") ?? "</img>";
        _featuresOfTile = configuration.Processor?.Int32("image_seq_length") ?? configuration.Root.Int32("image_seq_length")
            ?? throw new InvalidDataException($"{configuration.Root.Location} has no 'image_seq_length'.");
    }

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(image => _begin + Repeat(ImageToken, _featuresOfTile * image.Views) + _end));
}
