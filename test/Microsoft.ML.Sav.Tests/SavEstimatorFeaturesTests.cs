using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

public class SavEstimatorFeaturesTests
{
    private static readonly Feature[] Heads = [new(1, 2, 8), new(0, 1, 8)];

    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.GaussianHeads)]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Calm)]
    [InlineData(ClassifierKind.Hec)]
    public void Fit_Features_KeepsExactlyThose(ClassifierKind kind)
    {
        using var transformer = Fit(Question.Create(8), options => (options.Features, options.Classifier) = (Heads, kind));

        transformer.Model.Report.Features.Select(feature => feature.Feature).Should().BeEquivalentTo(Heads);
    }

    [Fact]
    public void Fit_FeaturesOfAnotherTask_HasMeansOfItsOwn()
    {
        var others = Question.Create(8);
        foreach (var (i, question) in others.Index())
            question.Label = i < 4 ? "few" : "many";
        using var source = Fit(Question.Create(8), options => options.Classifier = ClassifierKind.SparseAttentionVectors);

        using var target = Fit(others, options =>
        {
            options.Classifier = ClassifierKind.SparseAttentionVectors;
            options.Features = [.. source.Model.Report.Features.Select(feature => feature.Feature)];
        });
        using var all = Fit(others, options => (options.Classifier, options.HeadCount) = (ClassifierKind.SparseAttentionVectors, 24));

        var (means, allMeans) = (((SavClassifier)target.Model.Classifier).Means, ((SavClassifier)all.Model.Classifier).Means);
        target.Model.ClassNames.Should().Equal("few", "many");
        means.Layout.Should().BeEquivalentTo(source.Model.Classifier.Layout).And.HaveCount(3);
        foreach (var (position, head) in means.Layout.Index())
        {
            means.Layout.Slice(means.GetMean(0), position).ToArray()
                .Should().Equal(allMeans.Layout.Slice(allMeans.GetMean(0), allMeans.Layout.FindPosition(head)).ToArray());
        }
    }

    [Fact]
    public void Fit_FeatureThatTheLmmLacks_NamesIt() =>
        this.Invoking(test => test.Fit(Question.Create(4), options => options.Features = [new Feature(99, 0, 8)]))
            .Should().Throw<ArgumentException>().WithMessage("Features has L99.H0, which the LMM in '*' lacks*").WithParameterName("Features");

    [Fact]
    public void Fit_FeaturesThatTheClassifierCannotUse_NamesThem() =>
        this.Invoking(test => test.Fit(Question.Create(4), options =>
                (options.Features, options.Classifier) = ([new Feature(FeatureKind.TokenMean, 0, 1, 8)], ClassifierKind.Hec)))
            .Should().Throw<ArgumentException>().WithMessage("Hec can use none of the features L0.H1.mean*").WithParameterName("Features");

    private SavTransformer Fit(Question[] questions, Action<SavEstimator.Options> configure) =>
        _context.MulticlassClassification.Trainers.Sav(Question.Options(configure)).Fit(Question.Load(_context, questions));
}
