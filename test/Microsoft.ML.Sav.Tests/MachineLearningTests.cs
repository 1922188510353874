using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tests;

/// <summary>The rest of ML.NET works with the estimator and the transformer as with its own.</summary>
[Collection(PhotoClassifierCollection.Name)]
public class MachineLearningTests(PhotoClassifier classifier)
{
    private readonly MLContext _context = classifier.Context;

    [Fact]
    public void Evaluate_TestPhotos_GivesAccuracyAndConfusionTable()
    {
        var predictions = classifier.Pipeline.Transform(_context.Load(Photo.Test(3)));

        var metrics = _context.MulticlassClassification.Evaluate(predictions);

        metrics.MicroAccuracy.Should().BeGreaterThan(0.7);
        metrics.LogLoss.Should().BeLessThan(Math.Log(3));
        metrics.ConfusionMatrix.NumberOfClasses.Should().Be(3);
        metrics.ConfusionMatrix.GetFormattedConfusionTable().Should().ContainAll(Photo.Classes);
    }

    [Fact]
    public void CrossValidate_TwoFolds_EvaluatesEach()
    {
        var data = _context.LoadWithKeys(Photo.Training());
        var estimator = _context.MulticlassClassification.Trainers.Sav(PhotoClassifier.Options());

        var folds = _context.MulticlassClassification.CrossValidate(data, estimator, numberOfFolds: 2, seed: 1);

        folds.Should().HaveCount(2).And.AllSatisfy(fold => fold.Metrics.MicroAccuracy.Should().BeGreaterThan(0.5, "chance is 1/3"));
        var models = folds.Select(fold => fold.Model).Should().AllBeOfType<SavTransformer>().Subject.Cast<SavTransformer>();
        models.Sum(model => model.Model.ExampleCounts.Sum()).Should().Be(12, "each photo trains one of two folds");
        folds.Sum(fold => fold.ScoredHoldOutSet.GetColumn<uint>("PredictedLabel").Count()).Should().Be(12);
    }

    [Fact]
    public void TrainTestSplit_AndCache_Work()
    {
        var split = _context.Data.TrainTestSplit(_context.Data.Cache(_context.Load(Photo.Training())), testFraction: 0.3);

        using var pipeline = PhotoClassifier.Estimator(_context).Fit(split.TrainSet);

        var labels = split.TestSet.GetColumn<string>("Label").ToArray();
        var predicted = pipeline.Transform(split.TestSet).GetColumn<string>("PredictedLabel").ToArray();
        predicted.Should().HaveSameCount(labels).And.NotBeEmpty().And.BeSubsetOf(Photo.Classes);
        split.TrainSet.GetColumn<string>("Label").Concat(labels).Should().HaveCount(12);
    }

    [Fact]
    public void PredictionEngine_OnePhotoAfterTheOther_PredictsAsTransform()
    {
        var expected = classifier.Predict(classifier.Pipeline, Photo.Test(1));
        var engine = _context.Model.CreatePredictionEngine<Photo, Prediction>(
            classifier.Pipeline, new PredictionEngineOptions { OwnsTransformer = false });

        Photo.Test(1).Select(engine.Predict).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void PredictionEngine_BadPhoto_FailsThatOneOnly()
    {
        var expected = classifier.Predict(classifier.Pipeline, Photo.Test(1))[0];
        var engine = _context.Model.CreatePredictionEngine<Photo, Prediction>(
            classifier.Pipeline, new PredictionEngineOptions { OwnsTransformer = false });

        engine.Invoking(e => e.Predict(new Photo { ImagePath = "no such photo" })).Should().Throw<SavRowException>();

        engine.Predict(Photo.Test(1)[0]).Should().BeEquivalentTo(expected);
    }

    [Fact]
    public void PredictionEngines_InParallel_ShareTheTransformer()
    {
        var photo = Photo.Test(1)[0];
        var expected = classifier.Predict(classifier.Pipeline, [photo]).Single().Score;

        Parallel.For(0, 4, _ =>
        {
            var engine = _context.Model.CreatePredictionEngine<Photo, Prediction>(
                classifier.Pipeline, new PredictionEngineOptions { OwnsTransformer = false });
            engine.Predict(photo).Score.Should().Equal(expected);
        });
    }

    [Fact]
    public void LoadFromTextFile_PathsAndLabels_Train()
    {
        var file = Path.GetTempFileName();
        File.WriteAllLines(file, ["Label,ImagePath", .. Photo.Training(1).Select(photo => $"{photo.Label},\"{photo.ImagePath}\"")]);
        var data = _context.Data.LoadFromTextFile<LabelledPath>(file, separatorChar: ',', hasHeader: true, allowQuoting: true);

        using var pipeline = PhotoClassifier.Estimator(_context).Fit(data);

        pipeline.Transform(data).GetColumn<string>("PredictedLabel").Should().Equal(Photo.Classes);
        File.Delete(file);
    }

    private sealed class LabelledPath
    {
        [LoadColumn(0)]
        public string Label { get; set; } = "";

        [LoadColumn(1)]
        public string ImagePath { get; set; } = "";
    }
}
