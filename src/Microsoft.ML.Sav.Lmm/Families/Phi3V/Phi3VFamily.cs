using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Families.Phi3V;

/// <summary>
/// Phi-3-vision and Phi-3.5-vision: placeholders are numbered, <c>&lt;|image_1|&gt;</c>, and features have negative ids, -1 for the first
/// image. The text between images is tokenized piece by piece, as in the published processor.
/// </summary>
internal sealed partial class Phi3VFamily(FamilyContext context) : ModelFamily(context)
{
    // 24 x 24 patches of a tile become 12 x 12 features
    private const int FeaturesAlongTile = 12;

    /// <summary>The family's model types and image processor; <c>phi3v</c> is onnxruntime-genai's name.</summary>
    public static FamilyRegistration Registration { get; } = new(["phi3_v", "phi3v"], context => new Phi3VFamily(context))
    {
        ImageProcessors = { ["Phi3VImageProcessor"] = settings => new Phi3VImageProcessor(settings) },
    };

    public override string GetImagePlaceholder(int index) => $"<|image_{index + 1}|>";

    public override string ExpandPlaceholders(string rendered, IReadOnlyList<ImageLayout> images)
    {
        var numbers = Placeholder().Matches(rendered).Select(GetNumber).Distinct().Order();
        if (!numbers.SequenceEqual(Enumerable.Range(1, images.Count)))
            throw new PromptException($"The prompt should have the placeholders <|image_1|> to <|image_{images.Count}|> for {images.Count} images: {rendered}");
        return Placeholder().Replace(rendered, match => Repeat(match.Value, CountFeatures(images[GetNumber(match) - 1].Resized)));
    }

    public override int[] Tokenize(string expanded, bool addSpecialTokens)
    {
        var ids = new List<int>();
        var start = 0;
        foreach (Match match in Placeholders().Matches(expanded))
        {
            ids.AddRange(Tokenizer.Encode(expanded[start..match.Index], addSpecialTokens));
            ids.AddRange(Enumerable.Repeat(-GetNumber(match), match.Length / match.Groups["one"].Length));
            start = match.Index + match.Length;
        }
        ids.AddRange(Tokenizer.Encode(expanded[start..], addSpecialTokens));
        return [.. ids];
    }

    public override bool IsImageToken(int tokenId) => tokenId < 0;

    // the tiles and the global image, a separator between them, and one per row of features of each
    private static int CountFeatures(ImageSize canvas)
    {
        var (rows, columns) = (canvas.Height / Phi3VImageProcessor.TileEdge, canvas.Width / Phi3VImageProcessor.TileEdge);
        return ((rows * columns + 1) * FeaturesAlongTile * FeaturesAlongTile) + 1 + ((rows + 1) * FeaturesAlongTile);
    }

    private static int GetNumber(Match match) => int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"<\|image_(?<number>[0-9]{1,4})\|>")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?<one><\|image_(?<number>[0-9]{1,4})\|>)\k<one>*")]
    private static partial Regex Placeholders();
}
