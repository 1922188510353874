using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Qwen2VL;

/// <summary>
/// Qwen2-VL, Qwen2.5-VL, Qwen3-VL: a square of patches is one feature, and positions have three axes: time, height and width
/// (M-RoPE, arXiv 2409.12191). Text has the same position on all axes, image features that in their grid, from where the text before
/// ends; the text after continues from the largest of them.
/// </summary>
internal sealed class Qwen2VLFamily : ModelFamily
{
    private readonly int _mergeSize;

    public Qwen2VLFamily(FamilyContext context)
        : base(context) =>
        _mergeSize = Configuration.ImageProcessor?.GetInt32("merge_size") ?? Configuration.Vision?.GetInt32("spatial_merge_size")
            ?? throw Configuration.Root.CreateMissingException("vision_config.spatial_merge_size");

    /// <summary>The family's model types and image processors; <c>fara</c> is a Qwen2.5-VL.</summary>
    public static FamilyRegistration Registration { get; } =
        new(["qwen2_vl", "qwen2_5_vl", "qwen3_vl", "qwen3_vl_moe", "fara"], context => new Qwen2VLFamily(context))
        {
            ImageProcessors =
            {
                ["Qwen2VLImageProcessor"] = settings => new Qwen2VLImageProcessor(settings),
                ["Qwen2_5_VLImageProcessor"] = settings => new Qwen2VLImageProcessor(settings),
                ["Qwen3VLImageProcessor"] = settings => new Qwen2VLImageProcessor(settings),
            },
        };

    public override bool EncodesImagesOneByOne => true;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(image => Repeat(ImageToken, Merge(image.Grid).Count)));

    public override IReadOnlyList<long[]> Positions(IReadOnlyList<int> tokenIds, IReadOnlyList<ImageLayout> images)
    {
        var (time, height, width) = (new long[tokenIds.Count], new long[tokenIds.Count], new long[tokenIds.Count]);
        var grids = new Queue<PatchGrid>(images.Select(image => Merge(image.Grid)));
        var next = FirstPosition;
        for (var token = 0; token < tokenIds.Count;)
        {
            if (!IsImageToken(tokenIds[token]) || !grids.TryDequeue(out var grid))
            {
                time[token] = height[token] = width[token] = next++;
                token++;
                continue;
            }
            for (var feature = 0; feature < grid.Count && token < tokenIds.Count; feature++, token++)
            {
                time[token] = next;
                height[token] = next + feature / grid.Width;
                width[token] = next + feature % grid.Width;
            }
            next += Math.Max(grid.Height, grid.Width);
        }
        return [time, height, width];
    }

    private PatchGrid Merge(PatchGrid grid) => new(grid.Height / _mergeSize, grid.Width / _mergeSize);
}
