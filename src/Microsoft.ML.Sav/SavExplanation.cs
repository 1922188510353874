using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Overlays;

namespace Microsoft.ML.Sav;

/// <summary>
/// Why a row got its scores: how much each feature, token and part of an image adds to each class. Per class,
/// <see cref="Bias"/> and <see cref="Contributions"/> add up to <see cref="Totals"/>; for linear classifiers, so do <see cref="Bias"/>,
/// <see cref="Tokens"/>, <see cref="Patches"/> and <see cref="Unlocated"/>. Immutable.
/// </summary>
public sealed class SavExplanation
{
    private readonly IReadOnlyList<ImageContent> _images;

    internal SavExplanation(IReadOnlyList<string> classNames, IReadOnlyList<float> scores, IReadOnlyList<ImageContent> images) =>
        (ClassNames, Scores, _images) = (classNames, scores, images);

    /// <summary>Position of the row, from 0.</summary>
    public long Row { get; internal init; }

    /// <summary>Names of the classes, in the order of all values per class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The row's scores, as in the score column.</summary>
    public IReadOnlyList<float> Scores { get; }

    /// <summary>Name of the class with the greatest score.</summary>
    public string PredictedClass => ClassNames[PredictedIndex];

    /// <summary>Index of the class with the greatest score, from 0.</summary>
    public int PredictedIndex => Scores.Index().MaxBy(score => score.Item).Index;

    /// <summary>
    /// Per class what the contributions add up to: the logit of a linear classifier (<see cref="Heads.LinearClassifier"/>), otherwise the score.
    /// With a linear classifier, a class without examples scores 0, whatever its total.
    /// </summary>
    public required IReadOnlyList<float> Totals { get; init; }

    /// <summary>Per class what does not depend on the row or, if heads vote, the share of the tie rule.</summary>
    public required IReadOnlyList<float> Bias { get; init; }

    /// <summary>What each feature of the classifier adds, in the order of its layout.</summary>
    public required IReadOnlyList<FeatureContribution> Contributions { get; init; }

    /// <summary>
    /// What the tokens of the prompt add, in their order, those of the chat template included. Tokens of images are among
    /// <see cref="Patches"/> if their place is known. Empty unless the classifier is linear and uses heads.
    /// </summary>
    public IReadOnlyList<TokenEvidence> Tokens { get; internal init; } = [];

    /// <summary>
    /// What the parts of images add. Parts of different sizes overlap: the vision encoder's patches, and the decoder's image tokens. Empty
    /// unless the classifier is linear and the LMM's image processor is one whose geometry is known (docs/explain.md).
    /// </summary>
    public IReadOnlyList<PatchEvidence> Patches { get; internal init; } = [];

    /// <summary>Per class what parts of images add whose place is not known, such as a class token. Empty unless the classifier is linear.</summary>
    public IReadOnlyList<float> Unlocated { get; internal init; } = [];

    /// <summary>Number of images of the row.</summary>
    public int ImageCount => _images.Count;

    /// <summary>
    /// Writes the image as a PNG, with a heat map over it: red where the image speaks for a class, compared with the mean of all classes, and blue
    /// where it speaks against it. The legend below has no text: blue is left, red is right.
    /// </summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="className">The class; by default <see cref="PredictedClass"/>.</param>
    /// <param name="image">Position of the image in the row, from 0.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="InvalidOperationException">There is no evidence for parts of the image (<see cref="Patches"/>).</exception>
    public void WriteOverlayPng(Stream stream, string? className = null, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(image);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(image, ImageCount);
        var index = className is null ? PredictedIndex : ClassNames.Index().Where(name => name.Item == className).Select(name => name.Index).FirstOrDefault(-1);
        if (index < 0)
            throw new ArgumentException($"There is no class '{className}'. Classes: {string.Join(", ", ClassNames)}.", nameof(className));
        WeightedRegion[] regions =
        [
            .. from patch in Patches
               where patch.Image == image
               select new WeightedRegion(patch.Left, patch.Top, patch.Width, patch.Height, patch.Values[index] - patch.Values.Average()),
        ];
        if (regions.Length == 0)
        {
            throw new InvalidOperationException(
                "There is no evidence for parts of the image: the classifier is not linear, or the places that the LMM's tokens show are not known.");
        }
        HeatMapOverlay.WritePng(stream, _images[image].Decode(), regions);
    }

    /// <summary>Writes the overlay to a file, replacing an existing one.</summary>
    /// <inheritdoc cref="WriteOverlayPng" path="/exception"/>
    /// <param name="path">The file, a PNG.</param>
    /// <param name="className">The class; by default <see cref="PredictedClass"/>.</param>
    /// <param name="image">Position of the image in the row, from 0.</param>
    public void SaveOverlay(string path, string? className = null, int image = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var png = new MemoryStream();
        WriteOverlayPng(png, className, image);
        File.WriteAllBytes(path, png.ToArray());
    }
}
