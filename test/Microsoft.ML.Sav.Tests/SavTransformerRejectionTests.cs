using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

/// <summary>Rows that look like none of the classes are rejected.</summary>
[Collection(PhotoClassifierCollection.Name)]
public sealed class SavTransformerRejectionTests(PhotoClassifier classifier) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly MLContext _context = classifier.Context;

    [Fact]
    public void Transform_PhotosOfAHeldOutClassAndOtherPictures_AreRejectedMoreThanPhotosOfTheClasses()
    {
        using var pipeline = PhotoClassifier.Estimator(_context, options => options.RejectionRate = 0.1).Fit(_context.Load(Photo.Training(12)));
        Photo[] heldOut = [.. Enumerable.Range(0, 12).Select(i => new Photo { ImagePath = Photo.Path("train", "shirt", i) })];
        Photo[] others = [.. new[] { "photo.jpg", "big.jpg", "wide.png" }.Select(name => new Photo { ImagePath = Repository.Fixture("images", name) })];

        var known = classifier.Predict(pipeline, Photo.Test(6));
        var unknown = classifier.Predict(pipeline, heldOut);

        known.Count(IsRejected).Should().BeLessThanOrEqualTo(4, "of 18");
        unknown.Count(IsRejected).Should().BeGreaterThanOrEqualTo(8, "of 12");
        classifier.Predict(pipeline, others).Should().HaveCount(3).And.OnlyContain(prediction => IsRejected(prediction));
        known.Concat(unknown).Should().OnlyContain(prediction => Math.Abs(prediction.Score.Sum() - 1) < 1e-4, "scores are kept");

        var evaluated = pipeline.Transform(_context.Load(Photo.Test(6)));
        var metrics = _context.MulticlassClassification.Evaluate(evaluated);
        using var acceptsAll = (TransformerChain<ITransformer>)pipeline.WithSav(sav => sav.WithRejectionRate(null));
        var expected = _context.MulticlassClassification.Evaluate(acceptsAll.Transform(_context.Load(Photo.Test(6))));
        metrics.ConfusionMatrix.Counts.Should().BeEquivalentTo(expected.ConfusionMatrix.Counts);
        metrics.LogLoss.Should().Be(expected.LogLoss);
    }

    [Fact]
    public void CrossValidate_WithRejectionRate_EvaluatesRejectedRowsByTheirScores()
    {
        var data = Question.Load(_context, Question.Create(24));
        var rejecting = _context.MulticlassClassification.Trainers.Sav(Question.Options(options => options.RejectionRate = 0.3));
        var plain = _context.MulticlassClassification.Trainers.Sav(Question.Options());

        var folds = _context.MulticlassClassification.CrossValidate(data, rejecting, numberOfFolds: 2, seed: 1);

        folds.SelectMany(fold => fold.ScoredHoldOutSet.GetColumn<uint>("PredictedLabel")).Should().HaveCount(24).And.Contain(0u);
        folds.Select(fold => fold.Metrics.LogLoss).Should()
            .Equal(_context.MulticlassClassification.CrossValidate(data, plain, numberOfFolds: 2, seed: 1).Select(fold => fold.Metrics.LogLoss));
    }

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Calm)]
    [InlineData(ClassifierKind.Hec)]
    public void Load_SavedTransformer_RejectsTheSameRows(ClassifierKind kind)
    {
        var data = Question.Load(_context, Question.Create(24));
        using var transformer = Fit(data, options => (options.Classifier, options.RejectionRate) = (kind, 0.4));
        var file = _folder.File("model.zip");
        _context.Model.Save(transformer, data.Schema, file);

        using var loaded = (SavTransformer)_context.Model.Load(file, out _);

        loaded.Model.RejectOption!.Rate.Should().Be(0.4);
        loaded.Model.RejectOption.Threshold.Should().Be(transformer.Model.RejectOption!.Threshold);
        loaded.Model.RejectOption.LeaveOneOutValues.Should().Equal(transformer.Model.RejectOption.LeaveOneOutValues).And.HaveCount(24);
        foreach (var rate in new double?[] { 0.4, 0.8 })
        {
            using var before = transformer.WithRejectionRate(rate);
            using var after = loaded.WithRejectionRate(rate);
            var labels = before.Transform(data).GetColumn<uint>("PredictedLabel").ToArray();
            labels.Should().HaveCount(24).And.Contain(0u);
            after.Transform(data).GetColumn<uint>("PredictedLabel").Should().Equal(labels);
        }
    }

    [Fact]
    public void Fit_OneExamplePerClass_RejectsNoneAndWarns()
    {
        var messages = new List<string>();
        var context = new MLContext(seed: 1);
        context.Log += (_, message) => messages.Add(message.Message);
        var data = Question.Load(context, Question.Create(2));

        using var transformer = context.MulticlassClassification.Trainers.Sav(Question.Options(options => options.RejectionRate = 0.05)).Fit(data);

        messages.Should().ContainMatch("*No row is rejected: a rejection rate of 0.05 needs at least 19 examples in classes with two or more, found 0.*");
        transformer.Transform(data).GetColumn<uint>("PredictedLabel").Should().Equal(1, 2);
    }

    [Fact]
    public void WithRejectionRate_ModelWithoutRejectOption_NamesTheOption()
    {
        classifier.Transformer.Invoking(transformer => transformer.WithRejectionRate(0.1)).Should().Throw<NotSupportedException>().WithMessage("*SavEstimator.Options.RejectionRate*");
        using var same = classifier.Transformer.WithRejectionRate(null);
        same.Model.RejectOption.Should().BeNull();
    }

    [Fact]
    public void WithHeads_RejectOption_AsksToSwitchItOff()
    {
        using var transformer = Fit(Question.Load(_context, Question.Create(12)), options => (options.Classifier, options.RejectionRate) = (ClassifierKind.Hec, 0.2));

        transformer.Invoking(t => t.WithHeads(1)).Should().Throw<NotSupportedException>().WithMessage("*WithRejectionRate(null)*");
        using var all = transformer.WithRejectionRate(null);
        using var one = all.WithHeads(1);
        one.Model.RejectOption.Should().BeNull();
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(null)]
    public void Update_RejectOption_IsFittedToAllExamples(double? rate)
    {
        var questions = Question.Create(24);
        using var fitted = Fit(Question.Load(_context, questions[..12]), options => (options.KeepExamples, options.RejectionRate) = (true, 0.2));
        using var transformer = fitted.WithRejectionRate(rate);

        using var updated = transformer.Update(Question.Load(_context, questions[12..]));

        updated.Model.RejectOption!.Rate.Should().Be(rate);
        updated.Model.RejectOption.LeaveOneOutValues.Should().HaveCount(24);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Options_RateOutOfRange_IsRefused(double rate) =>
        FluentActions.Invoking(() => new SavEstimator(_context, Question.Options(options => options.RejectionRate = rate)))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*RejectionRate*");

    [Fact]
    public void GetLabelSet_ScoresOfAPrediction_HoldsThePredictedClassAndMoreForMoreCoverage()
    {
        using var transformer = Fit(Question.Load(_context, Question.Create(24)));
        var model = transformer.Model;

        model.GetLabelSet([0.999f, 0.001f], 0.5).Select(label => label.Key).Should().Equal("animals");
        model.GetLabelSet([0.4f, 0.6f], 0.999).Should().Equal(KeyValuePair.Create("weather", 0.6f), KeyValuePair.Create("animals", 0.4f));
        model.Invoking(m => m.GetLabelSet([1], 0.5)).Should().Throw<ArgumentException>();
        model.Invoking(m => m.GetLabelSet([1, 0], 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void GetLabelSet_NoLeaveOneOutScores_ThrowsWithTheReason()
    {
        using var transformer = Fit(Question.Load(_context, Question.Create(2)));

        transformer.Model.Invoking(model => model.GetLabelSet([1, 0], 0.5)).Should().Throw<NotSupportedException>().WithMessage("*leave-one-out*");
    }

    [Fact]
    public void ContributionColumn_LinearClassifier_AddsUpToTheLogits()
    {
        var data = Question.Load(_context, Question.Create(8));
        using var transformer = Fit(data, options => options.ContributionColumnName = "Why");
        var file = _folder.File("model.zip");
        _context.Model.Save(transformer, data.Schema, file);
        using var loaded = (SavTransformer)_context.Model.Load(file, out _);

        var scored = loaded.Transform(data);

        scored.Schema.Select(column => column.Name).Should().EndWith(["PredictedLabel", "Score", "Why"]);
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["Why"].GetSlotNames(ref names);
        var parts = transformer.Model.Report.Features.Select(feature => $"{feature.Feature.Kind}").Distinct().Append("Bias").ToArray();
        names.DenseValues().Select(name => $"{name}").Should().Equal(parts.SelectMany(part => new[] { $"{part}.animals", $"{part}.weather" }));
        var rows = scored.GetColumn<float[]>("Why").Zip(scored.GetColumn<float[]>("Score")).ToArray();
        rows.Should().HaveCount(8).And.AllSatisfy(row =>
        {
            var logits = new[] { 0, 1 }.Select(c => row.First.Where((_, i) => i % 2 == c).Sum()).ToArray();
            (1 / (1 + Math.Exp(logits[1] - logits[0]))).Should().BeApproximately(row.Second[0], 1e-4);
        });
    }

    [Fact]
    public void ContributionColumn_Votes_CountsThem()
    {
        var data = Question.Load(_context, Question.Create(8));
        using var transformer = Fit(data, options => (options.ContributionColumnName, options.Classifier) = ("Votes", ClassifierKind.SparseAttentionVectors));

        transformer.Transform(data).GetColumn<float[]>("Votes").Should().HaveCount(8).And.AllSatisfy(votes => votes.Should().HaveCount(2).And.Subject.Sum().Should().Be(3));
    }

    [Fact]
    public void ContributionColumn_WrongOptions_IsRefused()
    {
        FluentActions.Invoking(() => Fit(null!, options => (options.ContributionColumnName, options.Classifier) = ("Why", ClassifierKind.Calm)))
            .Should().Throw<ArgumentException>().WithMessage("*Calm has no contributions*");
        FluentActions.Invoking(() => Fit(null!, options => options.ContributionColumnName = "Score")).Should().Throw<ArgumentException>().WithMessage("*'Score'*");
    }

    public void Dispose() => _folder.Dispose();

    private SavTransformer Fit(IDataView data, Action<SavEstimator.Options>? configure = null) =>
        _context.MulticlassClassification.Trainers.Sav(Question.Options(configure)).Fit(data);

    private static bool IsRejected(Prediction prediction) => prediction.PredictedLabel.Length == 0;
}
