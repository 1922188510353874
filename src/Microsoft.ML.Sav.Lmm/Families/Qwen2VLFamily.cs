using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>
/// Qwen2-VL, Qwen2.5-VL, Qwen3-VL: a feature is a square of patches, and tokens have a position in time, height and width
/// (arXiv 2409.12191, M-RoPE): text counts on all three axes alike, the features of an image count over their grid from where the text
/// before it ends, and the text after it goes on behind the largest of them.
/// </summary>
internal sealed class Qwen2VLFamily : ModelFamily
{
    private readonly int _mergeSize;

    public Qwen2VLFamily(ModelConfiguration configuration, Tokenizer tokenizer)
        : base(configuration, tokenizer)
    {
        _mergeSize = configuration.ImageProcessor?.Int32("merge_size") ?? configuration.Vision?.Int32("spatial_merge_size")
            ?? throw new InvalidDataException($"{configuration.Root.Location} has no 'vision_config.spatial_merge_size'.");
    }

    /// <inheritdoc/>
    public override bool EncodesImagesOneByOne => true;

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images) =>
        ReplaceEach(rendered, ImageToken, images.Select(image => Repeat(ImageToken, Merged(image.Grid).Count)));

    public override IReadOnlyList<long[]> Positions(IReadOnlyList<int> tokenIds, IReadOnlyList<ImageLayout> images)
    {
        var (time, height, width) = (new long[tokenIds.Count], new long[tokenIds.Count], new long[tokenIds.Count]);
        var grids = new Queue<PatchGrid>(images.Select(image => Merged(image.Grid)));
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
                time[token] = next + feature / (grid.Height * grid.Width);
                height[token] = next + feature / grid.Width % grid.Height;
                width[token] = next + feature % grid.Width;
            }
            next += Math.Max(grid.Time, Math.Max(grid.Height, grid.Width));
        }
        return [time, height, width];
    }

    private PatchGrid Merged(PatchGrid grid) => new(grid.Time, grid.Height / _mergeSize, grid.Width / _mergeSize);
}
