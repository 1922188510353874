using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>LFM2-VL: every tile is announced by its row and column, a smaller view of the whole image by a token of its own.</summary>
internal sealed class Lfm2VLFamily : ModelFamily
{
    private readonly string _begin;
    private readonly string _end;
    private readonly string _thumbnail;
    private readonly int _patchSize;
    private readonly int _downsampleFactor;
    private readonly int _tileSize;

    public Lfm2VLFamily(ModelConfiguration configuration, Tokenizer tokenizer)
        : base(configuration, tokenizer)
    {
        _begin = Token("image_start_token", "<|image_start|>");
        _end = Token("image_end_token", "<|image_end|>");
        _thumbnail = Token("image_thumbnail_token", "<|img_thumbnail|>");
        var settings = configuration.ImageProcessor
            ?? throw new InvalidDataException($"{configuration.Root.Location}: the model has no preprocessor_config.json.");
        _patchSize = settings.Required(settings.Int32("encoder_patch_size"), "encoder_patch_size");
        _downsampleFactor = settings.Required(settings.Int32("downsample_factor"), "downsample_factor");
        _tileSize = settings.Required(settings.Int32("tile_size"), "tile_size");
    }

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(image => _begin + Expand(image) + _end));

    private string Expand(ImageLayout image)
    {
        var whole = Features(image.Resized);
        if (image.TileRows * image.TileColumns <= 1)
            return whole;
        var tile = Features(new ImageSize(_tileSize, _tileSize));
        var tiles = from row in Enumerable.Range(1, image.TileRows)
                    from column in Enumerable.Range(1, image.TileColumns)
                    select $"<|img_row_{row}_col_{column}|>{tile}";
        var hasThumbnail = image.Views > image.TileRows * image.TileColumns;
        return string.Concat(tiles) + (hasThumbnail ? _thumbnail + whole : "");
    }

    private string Features(ImageSize size) => Repeat(ImageToken, Side(size.Height) * Side(size.Width));

    // patches along a side, of which downsample_factor become one, an incomplete one too
    private int Side(int length) => (length / _patchSize + _downsampleFactor - 1) / _downsampleFactor;

    private string Token(string name, string usual) => Configuration.Tokenizer?.Token(name) ?? usual;
}
