using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

/// <summary>Limits of depth, time and memory, with an LMM of 4 layers of 6 heads.</summary>
public class SavEstimatorBudgetTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Fit_DepthBudget_KeepsHeadsOfTheFirstLayersOnly()
    {
        var model = Fit(options => (options.DepthBudget, options.HeadCount) = (2, 12)).Model;

        model.Report.Features.Select(head => head.Feature.Layer).Distinct().Should().BeEquivalentTo([0, 1]);
    }

    [Fact]
    public void Fit_DepthBudgetAboveTheNumberOfLayers_UsesAllLayers() =>
        Fit(options => (options.DepthBudget, options.HeadCount) = (100, 24)).Model.Report.Features.Should().HaveCount(24);

    [Fact]
    public void Fit_MoreHeadsThanTheDepthBudgetLeaves_NamesBothNumbersAndTheLayers() =>
        this.Invoking(test => test.Fit(options => (options.DepthBudget, options.HeadCount) = (2, 13)))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*13 heads*has 12 in the layers 0 to 1*")
            .Which.ParamName.Should().Be("HeadCount");

    [Fact]
    public void Fit_LatencyBudgetThatAllLayersMeet_UsesAllLayers() =>
        Fit(options => (options.LatencyBudget, options.HeadCount) = (TimeSpan.FromHours(1), 24)).Model.Report.Features.Should().HaveCount(24);

    [Fact]
    public void Fit_BothBudgets_AreMet() =>
        Fit(options => (options.LatencyBudget, options.DepthBudget, options.HeadCount) = (TimeSpan.FromHours(1), 3, 18))
            .Model.Report.Features.Max(head => head.Feature.Layer).Should().Be(2);

    [Fact]
    public void Fit_LatencyBudgetThatNoLayerMeets_NamesTheOption() =>
        this.Invoking(test => test.Fit(options => options.LatencyBudget = TimeSpan.FromTicks(1)))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*even the first layer*").Which.ParamName.Should().Be("LatencyBudget");

    [Fact]
    public void Fit_LatencyBudgetAndNoRows_SaysThatThereAreNoRows()
    {
        var estimator = _context.MulticlassClassification.Trainers.Sav(Question.Options(options => options.LatencyBudget = TimeSpan.FromHours(1)));
        var data = _context.Data.FilterRowsByMissingValues(Question.Load(_context, Question.Create(2)), "Label");
        var none = _context.Data.SkipRows(data, 2);

        estimator.Invoking(sav => sav.Fit(none)).Should().Throw<InvalidOperationException>().WithMessage("*0 labelled rows*");
    }

    [Fact]
    public void Fit_LatencyBudgetAndRowThatCannotBeUsed_NamesTheRow()
    {
        var photos = Photo.Training(1);
        photos[0].ImagePath = "no-such-photo.png";
        var estimator = _context.MulticlassClassification.Trainers.Sav(
            PhotoClassifier.Options(options => options.LatencyBudget = TimeSpan.FromHours(1)));

        estimator.Invoking(sav => sav.Fit(_context.LoadWithKeys(photos))).Should().Throw<SavRowException>().Which.Row.Should().Be(0);
    }

    [Fact]
    public void Fit_VectorsBeyondTheMemoryLimit_KeepsTheSameHeadsAndClassMeans()
    {
        var expected = Fit(options => options.Classifier = ClassifierKind.SparseAttentionVectors).Model;

        var model = Fit(options => (options.Classifier, options.MemoryLimit) = (ClassifierKind.SparseAttentionVectors, 0)).Model;

        model.Report.Features.Should().Equal(expected.Report.Features);
        model.ClassCount.Should().Be(2).And.Be(expected.ClassCount);
        for (var classIndex = 0; classIndex < 2; classIndex++)
            GetMean(model, classIndex).Should().Equal(GetMean(expected, classIndex));
    }

    private SavTransformer Fit(Action<SavEstimator.Options>? configure = null) =>
        _context.MulticlassClassification.Trainers.Sav(Question.Options(configure)).Fit(Question.Load(_context, Question.Create(6)));

    private static float[] GetMean(SavModel model, int classIndex) => ((SavClassifier)model.Classifier).Means.GetMean(classIndex).ToArray();
}
