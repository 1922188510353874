using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Lfm2VL;

/// <summary>LFM2-VL: tokens for row and column precede each tile, a token of its own the thumbnail.</summary>
internal sealed class Lfm2VLFamily : ModelFamily
{
    private readonly string _begin;
    private readonly string _end;
    private readonly string _thumbnail;
    private readonly int _patchSize;
    private readonly int _downsampleFactor;
    private readonly int _tileSize;

    public Lfm2VLFamily(FamilyContext context)
        : base(context)
    {
        _begin = FindToken("image_start_token", "<|image_start|>");
        _end = FindToken("image_end_token", "<|image_end|>");
        _thumbnail = FindToken("image_thumbnail_token", "<|img_thumbnail|>");
        var settings = Configuration.ImageProcessor ?? throw Configuration.Root.CreateException("the model has no preprocessor_config.json.");
        _patchSize = settings.Require(settings.GetInt32("encoder_patch_size"), "encoder_patch_size");
        _downsampleFactor = settings.Require(settings.GetInt32("downsample_factor"), "downsample_factor");
        _tileSize = settings.Require(settings.GetInt32("tile_size"), "tile_size");
    }

    /// <summary>The family's model types and image processor.</summary>
    public static FamilyRegistration Registration { get; } = new(["lfm2_vl"], context => new Lfm2VLFamily(context))
    {
        ImageProcessors = { ["Lfm2VlImageProcessor"] = settings => new Lfm2VLImageProcessor(settings) },
    };

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
        var hasThumbnail = image.CropCount > image.TileRows * image.TileColumns;
        return string.Concat(tiles) + (hasThumbnail ? _thumbnail + whole : "");
    }

    private string Features(ImageSize size) => Repeat(ImageToken, CountAlong(size.Height) * CountAlong(size.Width));

    // downsample_factor patches become one feature; the last group may be incomplete
    private int CountAlong(int length) => (length / _patchSize + _downsampleFactor - 1) / _downsampleFactor;

    private string FindToken(string name, string usual) => Configuration.Tokenizer?.GetToken(name) ?? usual;
}
