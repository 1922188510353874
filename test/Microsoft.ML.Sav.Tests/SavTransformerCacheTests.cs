using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tests;

/// <summary>The feature cache serves predictions too, and never changes them.</summary>
// In turn with other tests that run an LMM.
[Collection(PhotoClassifierCollection.Name)]
public sealed class SavTransformerCacheTests : IDisposable
{
    private const int Rows = 30;

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _messages = [];

    public SavTransformerCacheTests() => _context.Log += (_, message) => _messages.Add(message.RawMessage);

    private string Cache => _folder.File("cache");

    [Fact]
    public void Transform_RowsOfTraining_RunsNoToken()
    {
        using var transformer = Fit(Question.Create(6));

        Scores(transformer, Question.Create(6)).Should().HaveCount(6);

        transformer.TokenCount.Should().Be(0);
        transformer.FeatureCacheFolder.Should().Be(Cache);
    }

    [Fact]
    public void Transform_NewRows_RunsThemOnce()
    {
        using var transformer = Fit(Question.Create(6));
        Scores(transformer, Question.Create(8)).Should().HaveCount(8);
        var tokens = transformer.TokenCount;

        Scores(transformer, Question.Create(8)).Should().HaveCount(8);

        tokens.Should().BePositive();
        transformer.TokenCount.Should().Be(tokens);
    }

    [Fact]
    public void CrossValidate_FiveFolds_RunsEachRowOnce()
    {
        var data = Question.Load(_context, Question.Create(Rows));

        var folds = _context.MulticlassClassification.CrossValidate(data, Sav(), numberOfFolds: 5, seed: 1);

        var transformers = folds.Select(fold => fold.Model).Cast<SavTransformer>().ToArray();
        transformers.Should().HaveCount(5);
        transformers.Sum(transformer => transformer.Model.ExampleCounts.Sum()).Should().Be(4 * Rows, "four of five folds train each model");
        FitMessages().Should().HaveCount(5);
        FitMessages().Sum(message => int.Parse(message.Split(' ')[3])).Should().Be((4 * Rows) - Rows, "each row runs once and is found from then on");
        transformers.Should().OnlyContain(transformer => transformer.TokenCount == 0, "the rows that test one model trained the others");
        Directory.GetFiles(Cache, "*.f32", SearchOption.AllDirectories).Should().HaveCount(Rows);
    }

    [Fact]
    public void Evaluate_AgainWithAnotherModel_RunsNoToken()
    {
        var test = Question.Load(_context, Question.Create(9));
        using (var first = Fit(Question.Create(6)))
            _context.MulticlassClassification.Evaluate(first.Transform(test)).MicroAccuracy.Should().BeGreaterThan(0);

        using var second = Fit(Question.Create(4), options => options.HeadCount = 7);
        _context.MulticlassClassification.Evaluate(second.Transform(test)).MicroAccuracy.Should().BeGreaterThan(0);

        second.TokenCount.Should().Be(0);
    }

    [Fact]
    public void Transform_WhateverIsInTheCache_GivesTheSameScoresToTheBit()
    {
        var questions = Question.Create(8);
        using var transformer = Fit(Question.Create(6));
        var found = Scores(transformer, questions);
        Scores(transformer, questions).Should().BeEquivalentTo(found, options => options.WithStrictOrdering());

        using var empty = transformer.WithFeatureCache(_folder.File("empty"));
        Scores(empty, [.. questions.Reverse()]).Reverse().Should().BeEquivalentTo(found, options => options.WithStrictOrdering());

        empty.TokenCount.Should().BePositive();
    }

    [Fact]
    public void Transform_WithAndWithoutCache_GivesTheSameScores()
    {
        var questions = Question.Create(8);
        using var transformer = Fit(Question.Create(6));

        using var without = transformer.WithFeatureCache(null);

        without.FeatureCacheFolder.Should().BeNull();
        var expected = Scores(without, questions);
        Scores(transformer, questions).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering().Using<float>(
            context => context.Subject.Should().BeApproximately(context.Expectation, 1e-5f)).WhenTypeIs<float>());
    }

    [Fact]
    public void Fit_OtherBatchSizesAndFewLayersFirst_GivesTheSameMeansToTheBit()
    {
        var questions = Question.Create(6);
        using var expected = Fit(questions);
        using (Fit(questions, options => (options.FeatureCacheFolder, options.DepthBudget, options.LmmOptions) = (_folder.File("other"), 1, new LmmOptions { BatchSize = 3 })))
        {
        }

        using var model = Fit(questions, options => options.FeatureCacheFolder = _folder.File("other"));

        FitMessages().Last().Should().StartWith("The features of 6 of 6");
        model.Model.Report.Features.Should().Equal(expected.Model.Report.Features);
        GetWeights(model).Should().Equal(GetWeights(expected));
    }

    [Fact]
    public void Load_SavedWithACache_HasNoneUntilItIsSet()
    {
        using var trained = Fit(Question.Create(6));
        _context.Model.Save(trained, null, _folder.File("model.zip"));

        using var loaded = (SavTransformer)_context.Model.Load(_folder.File("model.zip"), out _);
        using var cached = loaded.WithFeatureCache(Cache);

        loaded.FeatureCacheFolder.Should().BeNull();
        Scores(cached, Question.Create(6)).Should().BeEquivalentTo(Scores(trained, Question.Create(6)), options => options.WithStrictOrdering());
        cached.TokenCount.Should().Be(0);
    }

    [Fact]
    public void WithHeadsAndLmmOptions_Cached_KeepTheCache()
    {
        using var transformer = Fit(Question.Create(6), options => options.Classifier = ClassifierKind.SparseAttentionVectors);

        using var copy = transformer.WithHeads(2).WithLmmOptions(transformer.LmmOptions with { ThreadCount = 1 });

        copy.FeatureCacheFolder.Should().Be(Cache);
        Scores(copy, Question.Create(6)).Should().HaveCount(6);
        copy.TokenCount.Should().Be(0);
    }

    [Fact]
    public void Transform_BadRowBehindRowsOfTheCache_IsNamed()
    {
        using var transformer = Fit(Question.Create(4));

        this.Invoking(test => test.Scores(transformer, [.. Question.Create(4), new Question()])).Should().Throw<SavRowException>().Which.Row.Should().Be(4);
    }

    public void Dispose() => _folder.Dispose();

    private SavEstimator Sav(Action<SavEstimator.Options>? configure = null)
    {
        var options = Question.Options(options => options.FeatureCacheFolder = Cache);
        configure?.Invoke(options);
        return _context.MulticlassClassification.Trainers.Sav(options);
    }

    private SavTransformer Fit(Question[] questions, Action<SavEstimator.Options>? configure = null) => Sav(configure).Fit(Question.Load(_context, questions));

    private float[][] Scores(SavTransformer transformer, Question[] questions) =>
        [.. transformer.Transform(_context.Data.LoadFromEnumerable(questions)).GetColumn<float[]>("Score")];

    private IEnumerable<string> FitMessages() => _messages.Where(message => message.Contains("feature cache"));

    private static float[] GetWeights(SavTransformer transformer) => transformer.Model.Classifier.Should().BeOfType<LinearClassifier>().Which.GetWeights(0).ToArray();
}
