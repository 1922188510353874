using System.Globalization;
using Microsoft.ML.Sav.Lmm.Families.Llava;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Families.LlavaNext;

/// <summary>
/// LLaVA 1.6 and LLaVA-OneVision ("any resolution"): the features of the global image, then those of its tiles as one grid without
/// padding, each row ended by a learned vector (<see cref="ImageNewline"/>). Encoders that take <c>image_sizes</c> return features in
/// this form. The features of others are arranged here; without the learned vector, rows have no end.
/// </summary>
internal sealed class LlavaNextFamily : ModelFamily
{
    private const string Onevision = "llava_onevision";
    private const string Unlimited = "anyres";
    private const double Tolerance = 1.1; // of the limit, by which a side may exceed it

    private readonly LlavaPatches _patches;
    private readonly int _tileSide;
    private readonly int? _maximumTiles;
    private readonly bool _encoderArranges;
    private readonly float[]? _newline;

    public LlavaNextFamily(FamilyContext context)
        : base(context)
    {
        _patches = new LlavaPatches(Configuration);
        var vision = Configuration.Root.Require(Configuration.Vision, "vision_config");
        _tileSide = vision.Require(vision.GetInt32("image_size"), "image_size") / _patches.PatchSize;
        if (Configuration.ModelType == Onevision)
            _maximumTiles = ParseMaximumTiles(Configuration.Root.GetString("vision_aspect_ratio") ?? "anyres_max_9");
        _newline = ImageNewline.Read(Configuration.Folder);
        _encoderArranges = context.ReadVisionInputs().Contains("image_sizes");
    }

    /// <summary>The family's model types, image processors and file.</summary>
    public static FamilyRegistration Registration { get; } = new(["llava_next", Onevision], context => new LlavaNextFamily(context))
    {
        ImageProcessors =
        {
            ["LlavaNextImageProcessor"] = settings => new LlavaNextImageProcessor(settings, isOnlySingleImageTiled: false),
            ["LlavaOnevisionImageProcessor"] = settings => new LlavaNextImageProcessor(settings, isOnlySingleImageTiled: true),
        },
        FileNames = [ImageNewline.FileName],
    };

    // LLaVA-OneVision prepares several images differently from one
    public override bool EncodesImagesOneByOne => Configuration.ModelType != Onevision;

    public override bool RearrangesFeatures => !_encoderArranges;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(image => Repeat(ImageToken, CountFeatures(image))));

    public override FloatTensor ArrangeFeatures(FloatTensor features, IReadOnlyList<ImageLayout> images)
    {
        var rows = features.ToRows();
        var size = (int)rows.Shape[1];
        var cropLength = _tileSide * _tileSide * size;
        if (_encoderArranges || rows.Values.Length != images.Sum(image => image.CropCount) * cropLength)
            return rows; // arranged already, or of a wrong number, which is an error beside the placeholders

        if (_newline is not null && _newline.Length != size)
            throw new ModelFolderException($"'{ImageNewline.FileName}' in '{Configuration.Folder}' has {_newline.Length} values, but image features have {size}.");
        var arranged = new List<float>(features.Values.Length);
        var start = 0;
        foreach (var image in images)
        {
            Arrange(rows.Values.AsSpan(start, image.CropCount * cropLength), image, cropLength, size, arranged);
            start += image.CropCount * cropLength;
        }
        return new FloatTensor([.. arranged], [arranged.Count / size, size]);
    }

    private void Arrange(ReadOnlySpan<float> crops, ImageLayout image, int cropLength, int size, List<float> arranged)
    {
        arranged.AddRange(crops[..cropLength]);
        if (image.CropCount == 1)
        {
            arranged.AddRange(_newline ?? []);
            return;
        }
        var area = FindArea(image);
        var grid = FeatureGrid.Join(crops[cropLength..], image.TileRows, image.TileColumns, _tileSide, size).Crop(area);
        var (height, width) = Shrink(area);
        if (height != area.Height || width != area.Width)
            grid = grid.Resize(height, width);
        for (var row = 0; row < height; row++)
        {
            arranged.AddRange(grid.Values.AsSpan(row * width * size, width * size));
            arranged.AddRange(_newline ?? []);
        }
    }

    private int FeaturesPerRowEnd => _encoderArranges || _newline is not null ? 1 : 0;

    private int CountFeatures(ImageLayout image)
    {
        var global = _tileSide * _tileSide + _patches.AdditionalTokens;
        if (image.CropCount == 1)
            return global + FeaturesPerRowEnd;
        var (height, width) = Shrink(FindArea(image));
        return global + height * (width + FeaturesPerRowEnd);
    }

    private UnpaddedArea FindArea(ImageLayout image) => UnpaddedArea.Find(image.Original, image.TileRows * _tileSide, image.TileColumns * _tileSide);

    private (int Height, int Width) Shrink(UnpaddedArea area)
    {
        if (_maximumTiles is not { } tiles)
            return (area.Height, area.Width);
        var ratio = Math.Sqrt((double)area.Height * area.Width / ((double)tiles * _tileSide * _tileSide));
        return ratio > Tolerance ? (FloorDivide(area.Height, ratio), FloorDivide(area.Width, ratio)) : (area.Height, area.Width);
    }

    // Python's //, which differs from the floor of a quotient that is rounded up to an integer
    private static int FloorDivide(int length, double ratio) => (int)Math.Round((length - length % ratio) / ratio);

    // anyres_max_9
    private int? ParseMaximumTiles(string aspectRatio)
    {
        if (aspectRatio == Unlimited)
            return null;
        return int.TryParse(aspectRatio.AsSpan(aspectRatio.LastIndexOf('_') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var tiles) && tiles > 0
            ? tiles
            : throw Configuration.Root.CreateUnexpectedException("vision_aspect_ratio", "like \"anyres_max_9\"");
    }
}
