using System.Globalization;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families.AnyResolution;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>
/// LLaVA 1.6 and LLaVA-OneVision, any resolution: the features of the whole image, then those of its tiles as one grid without the
/// padding, each row ended by a learned vector. An encoder that takes <c>image_sizes</c> returns them like that. One that returns the
/// features of each tile has them put together here; without the learned vector (<see cref="ImageNewline"/>) rows then have no end.
/// </summary>
internal sealed class LlavaNextFamily : ModelFamily
{
    private const string Unlimited = "anyres";
    private const double Tolerance = 1.1; // a grid may be that much longer than the limit before it is made smaller

    private readonly LlavaPatches _patches;
    private readonly int _tileSide;
    private readonly int? _maximumTiles;
    private readonly bool _encoderPacks;
    private readonly float[]? _newline;

    /// <summary>Reads the model's settings; <c>vision_aspect_ratio</c> limits the grid, for example <c>anyres_max_9</c>.</summary>
    public LlavaNextFamily(ModelConfiguration configuration, Tokenizer tokenizer)
        : base(configuration, tokenizer)
    {
        _patches = new LlavaPatches(configuration);
        var root = configuration.Root;
        var vision = root.Required(configuration.Vision, "vision_config");
        _tileSide = root.Required(vision.Int32("image_size"), "vision_config.image_size") / _patches.PatchSize;
        if (configuration.ModelType == "llava_onevision")
            _maximumTiles = MaximumTiles(root.Text("vision_aspect_ratio") ?? "anyres_max_9");
        _newline = ImageNewline.ReadIfPresent(configuration.Folder);
        _encoderPacks = configuration.VisionInputs().Contains("image_sizes");
    }

    // several images of LLaVA-OneVision are prepared otherwise than one
    public override bool EncodesImagesOneByOne => Configuration.ModelType != "llava_onevision";

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(image => Repeat(ImageToken, Count(image))));

    internal override bool RearrangesFeatures => !_encoderPacks;

    internal override FloatTensor ArrangeFeatures(FloatTensor features, IReadOnlyList<ImageLayout> images)
    {
        var rows = features.ToRows();
        var size = (int)rows.Shape[1];
        var viewLength = _tileSide * _tileSide * size;
        if (_encoderPacks || rows.Values.Length != images.Sum(image => image.Views) * viewLength)
            return rows; // packed; or of a number that does not fit, which shows when it meets the placeholders

        if (_newline is not null && _newline.Length != size)
            throw new InvalidDataException($"{ModelFiles.ImageNewlineName} has {_newline.Length} values, but image features have {size}.");
        var arranged = new List<float>(features.Values.Length);
        var start = 0;
        foreach (var image in images)
        {
            Arrange(rows.Values.AsSpan(start, image.Views * viewLength), image, viewLength, size, arranged);
            start += image.Views * viewLength;
        }
        return new FloatTensor([.. arranged], [arranged.Count / size, size]);
    }

    private void Arrange(ReadOnlySpan<float> views, ImageLayout image, int viewLength, int size, List<float> arranged)
    {
        arranged.AddRange(views[..viewLength]);
        if (image.Views == 1)
        {
            arranged.AddRange(_newline ?? []);
            return;
        }
        var area = AreaOf(image);
        var grid = FeatureGrid.Join(views[viewLength..], image.TileRows, image.TileColumns, _tileSide, size).Crop(area);
        var (height, width) = Shrink(area);
        if (height != area.Height || width != area.Width)
            grid = grid.Resize(height, width);
        for (var row = 0; row < height; row++)
        {
            arranged.AddRange(grid.Values.AsSpan(row * width * size, width * size));
            arranged.AddRange(_newline ?? []);
        }
    }

    // features behind each row
    private int RowEnd => _encoderPacks || _newline is not null ? 1 : 0;

    private int Count(ImageLayout image)
    {
        var whole = _tileSide * _tileSide + _patches.AdditionalTokens;
        if (image.Views == 1)
            return whole + RowEnd;
        var (height, width) = Shrink(AreaOf(image));
        return whole + height * (width + RowEnd);
    }

    private UnpaddedArea AreaOf(ImageLayout image) => UnpaddedArea.Of(image.Original, image.TileRows * _tileSide, image.TileColumns * _tileSide);

    private (int Height, int Width) Shrink(UnpaddedArea area)
    {
        if (_maximumTiles is not { } tiles)
            return (area.Height, area.Width);
        var ratio = Math.Sqrt((double)area.Height * area.Width / ((double)tiles * _tileSide * _tileSide));
        return ratio > Tolerance ? (FloorDivide(area.Height, ratio), FloorDivide(area.Width, ratio)) : (area.Height, area.Width);
    }

    // Python's //, which differs from the floor of the quotient where that is rounded up to a whole number
    private static int FloorDivide(int length, double ratio) => (int)Math.Round((length - length % ratio) / ratio);

    private int? MaximumTiles(string aspectRatio)
    {
        if (aspectRatio == Unlimited)
            return null;
        return int.TryParse(aspectRatio.AsSpan(aspectRatio.LastIndexOf('_') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var tiles) && tiles > 0
            ? tiles
            : throw new InvalidDataException($"{Configuration.Root.Location}: 'vision_aspect_ratio' should be like anyres_max_9, found '{aspectRatio}'.");
    }
}
