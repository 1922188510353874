using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Tests;

/// <summary>Explanations add up to the scores, and their parts to the explanations.</summary>
// In turn with other tests that run an LMM.
[Collection(PhotoClassifierCollection.Name)]
public sealed class SavTransformerExplainTests(PhotoClassifier photos)
{
    private const float Tolerance = 1e-4f;

    public static TheoryData<ClassifierKind> Kinds => [.. Enum.GetValues<ClassifierKind>()];

    [Fact]
    public void Explain_Photos_ContributionsAddUpToTheLogitsOfTheScores()
    {
        var test = Photo.Test();

        var explanations = photos.Transformer.Explain(photos.Context.Load(test)).ToList();

        explanations.Should().HaveCount(test.Length);
        foreach (var (explanation, prediction) in explanations.Zip(photos.Predict(photos.Pipeline, test)))
        {
            explanation.PredictedClass.Should().Be(prediction.PredictedLabel);
            Near(explanation.Scores, prediction.Score);
            Near(Softmax(explanation.Totals), prediction.Score);
            Near(Sum(explanation.Bias, explanation.Contributions.Select(contribution => contribution.Values)), explanation.Totals);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Explain_AnyClassifier_ContributionsAddUpToTheTotals(ClassifierKind kind)
    {
        using var transformer = FitText(kind, out var rows);

        var explanation = transformer.Explain(rows).First();

        Near(Sum(explanation.Bias, explanation.Contributions.Select(contribution => contribution.Values)), explanation.Totals);
        var scores = kind is ClassifierKind.Auto or ClassifierKind.GaussianHeads ? Softmax(explanation.Totals) : explanation.Totals;
        Near(scores, explanation.Scores);
    }

    [Fact]
    public void Explain_Text_TokensAddUpToTheLogits()
    {
        using var transformer = FitText(ClassifierKind.GaussianHeads, out var rows);

        var explanation = transformer.Explain(rows).First();

        explanation.Tokens.Should().NotBeEmpty();
        string.Concat(explanation.Tokens.Select(token => token.Text)).Should().Contain(Question.Create(1)[0].Text);
        Near(Sum(explanation.Bias, explanation.Tokens.Select(token => token.Values)), explanation.Totals);
    }

    [Fact]
    public void Explain_PhotoWithQuestion_TokensAndPatchesAddUpToTheLogits()
    {
        var options = PhotoClassifier.Options(options => (options.TextColumnName, options.Classifier) = (nameof(Photo.Question), ClassifierKind.GaussianHeads));
        using var transformer = photos.Context.MulticlassClassification.Trainers.Sav(options).Fit(photos.Context.LoadWithKeys(Photo.Training()));

        var explanation = transformer.Explain(photos.Context.Load(Photo.Test(1))).First();

        explanation.Tokens.Should().NotBeEmpty();
        explanation.Patches.Should().NotBeEmpty();
        Near(Sum(explanation.Bias, [.. explanation.Tokens.Select(token => token.Values), .. explanation.Patches.Select(patch => patch.Values), explanation.Unlocated]), explanation.Totals);
    }

    [Fact]
    public void Explain_ImageFeaturesOnly_RunsNoDecoder()
    {
        var explanation = photos.Transformer.Explain(photos.Context.Load(Photo.Test(1))).First();

        explanation.Contributions.Should().OnlyContain(contribution => contribution.Feature.Kind == FeatureKind.VisionEncoder, "Auto keeps these for photos");
        explanation.Tokens.Should().BeEmpty();
        Near(Sum(explanation.Bias, [.. explanation.Patches.Select(patch => patch.Values), explanation.Unlocated]), explanation.Totals);
    }

    [Fact]
    public void WriteOverlayPng_Photo_IsTheEnlargedPhotoWithALegend()
    {
        var explanation = photos.Transformer.Explain(photos.Context.Load(Photo.Test(1))).First();
        using var png = new MemoryStream();

        explanation.WriteOverlayPng(png);

        var overlay = ImageInput.FromBytes(png.ToArray()).Read().Decode();
        var photo = ImageInput.FromFile(Photo.Test(1)[0].ImagePath).Read().Decode();
        (overlay.Width % photo.Width).Should().Be(0);
        overlay.Height.Should().BeGreaterThan(photo.Height * (overlay.Width / photo.Width), "the legend is below");
    }

    [Fact]
    public void WriteOverlayPng_UnknownClass_NamesTheClasses()
    {
        var explanation = photos.Transformer.Explain(photos.Context.Load(Photo.Test(1))).First();

        explanation.Invoking(it => it.WriteOverlayPng(Stream.Null, "spoon")).Should().Throw<ArgumentException>().WithMessage("*'spoon'*trouser, bag, ankle-boot*");
    }

    [Fact]
    public void WriteOverlayPng_Vote_SaysWhyThereIsNone()
    {
        var options = PhotoClassifier.Options(options => options.Classifier = ClassifierKind.SparseAttentionVectors);
        using var transformer = photos.Context.MulticlassClassification.Trainers.Sav(options).Fit(photos.Context.LoadWithKeys(Photo.Training(2)));

        var explanation = transformer.Explain(photos.Context.Load(Photo.Test(1))).First();

        explanation.Invoking(it => it.WriteOverlayPng(Stream.Null)).Should().Throw<InvalidOperationException>().WithMessage("*not linear*");
    }

    [Fact]
    public void Explain_MissingImage_NamesTheRow()
    {
        Photo[] rows = [Photo.Test(1)[0], new() { ImagePath = "gone.png" }];

        photos.Transformer.Explain(photos.Context.Load(rows)).Invoking(it => it.Count()).Should().Throw<SavRowException>().Which.Row.Should().Be(1);
    }

    private SavTransformer FitText(ClassifierKind kind, out IDataView rows)
    {
        rows = Question.Load(photos.Context, Question.Create(12));
        return photos.Context.MulticlassClassification.Trainers.Sav(Question.Options(options => options.Classifier = kind)).Fit(rows);
    }

    private static float[] Sum(IReadOnlyList<float> first, IEnumerable<IReadOnlyList<float>> others) =>
        others.Aggregate(first.ToArray(), (sums, values) => [.. sums.Select((sum, c) => sum + values[c])]);

    private static float[] Softmax(IReadOnlyList<float> logits)
    {
        var exponentials = logits.Select(logit => Math.Exp(logit - logits.Max())).ToList();
        return [.. exponentials.Select(value => (float)(value / exponentials.Sum()))];
    }

    private static void Near(IReadOnlyList<float> actual, IReadOnlyList<float> expected)
    {
        actual.Should().HaveSameCount(expected);
        foreach (var (value, other) in actual.Zip(expected))
            value.Should().BeApproximately(other, Tolerance * Math.Max(1, Math.Abs(other)));
    }
}
