using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>
/// Phi-3-vision and Phi-3.5-vision: images are numbered in the text, <c>&lt;|image_1|&gt;</c>, and their features have negative ids, -1 for
/// the first image. The text between images is tokenized piece by piece, as the published processor does.
/// </summary>
internal sealed partial class Phi3VFamily(ModelConfiguration configuration, Tokenizer tokenizer) : ModelFamily(configuration, tokenizer)
{
    // the published model's code fixes the tile, and 24 x 24 patches of it become 12 x 12 features
    private const int TileEdge = 336;
    private const int TileSide = 12;

    public override string ImageMark(int index) => $"<|image_{index + 1}|>";

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images)
    {
        var numbers = Mark().Matches(rendered).Select(NumberOf).Distinct().Order();
        if (!numbers.SequenceEqual(Enumerable.Range(1, images.Count)))
            throw new InvalidDataException($"The prompt should have the marks <|image_1|> to <|image_{images.Count}|> for {images.Count} images: {rendered}");
        return Mark().Replace(rendered, mark => Repeat(mark.Value, FeaturesOf(images[NumberOf(mark) - 1].Resized)));
    }

    public override int[] Tokenize(string expanded, bool addSpecialTokens)
    {
        var ids = new List<int>();
        var start = 0;
        foreach (Match marks in Marks().Matches(expanded))
        {
            ids.AddRange(Tokenizer.Encode(expanded[start..marks.Index], addSpecialTokens));
            ids.AddRange(Enumerable.Repeat(-NumberOf(marks), marks.Length / marks.Groups["mark"].Length));
            start = marks.Index + marks.Length;
        }
        ids.AddRange(Tokenizer.Encode(expanded[start..], addSpecialTokens));
        return [.. ids];
    }

    public override bool IsImageToken(int tokenId) => tokenId < 0;

    // the tiles and the view of the whole; a separator between them; and one a row of features of each
    private static int FeaturesOf(ImageSize canvas)
    {
        var (rows, columns) = (canvas.Height / TileEdge, canvas.Width / TileEdge);
        return ((rows * columns + 1) * TileSide * TileSide) + 1 + ((rows + 1) * TileSide);
    }

    private static int NumberOf(Match mark) => int.Parse(mark.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"<\|image_(?<number>\d{1,4})\|>")]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?<mark><\|image_(?<number>\d{1,4})\|>)\k<mark>*")]
    private static partial Regex Marks();
}
