using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

[Collection(PhotoClassifierCollection.Name)]
public class SavTransformerTests(PhotoClassifier classifier)
{
    private readonly MLContext _context = classifier.Context;

    [Fact]
    public void Transform_PhotosNotSeenBefore_PredictsMostOfThem()
    {
        var photos = Photo.Test(3);

        var predictions = classifier.Predict(classifier.Pipeline, photos);

        predictions.Should().HaveCount(9);
        predictions.Zip(photos).Count(pair => pair.First.PredictedLabel == pair.Second.Label).Should().BeGreaterThanOrEqualTo(7);
    }

    [Fact]
    public void Transform_Scores_AddUpToOneAndPeakAtThePredictedLabel()
    {
        var predictions = classifier.Predict(classifier.Pipeline, Photo.Test());

        predictions.Should().HaveCount(6).And.AllSatisfy(prediction =>
        {
            prediction.Score.Should().HaveCount(3);
            prediction.Score.Sum().Should().BeApproximately(1, 1e-5f);
            Photo.Classes[Array.IndexOf(prediction.Score, prediction.Score.Max())].Should().Be(prediction.PredictedLabel);
        });
    }

    [Fact]
    public void Transform_NoRows_GivesNone() =>
        classifier.Predict(classifier.Pipeline, []).Should().BeEmpty();

    [Fact]
    public void Transform_OtherColumnOrderAndMoreColumns_GivesTheSameScores()
    {
        var expected = classifier.Predict(classifier.Pipeline, Photo.Test(1)).Select(prediction => prediction.Score);
        var rows = Photo.Test(1).Select(photo => new { Weight = 1f, photo.Label, Extra = "", photo.ImagePath });
        var permuted = _context.Data.LoadFromEnumerable(rows);

        var scores = classifier.Transformer.Transform(permuted).GetColumn<float[]>("Score");

        scores.Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Transform_Always_KeepsTheRowCountAndIsLazy()
    {
        var view = classifier.Transformer.Transform(_context.Load([new Photo { ImagePath = "no such photo", Label = "bag" }]));

        view.GetRowCount().Should().Be(1);
        view.GetColumn<string>("Label").Should().Equal("bag");
        view.Invoking(rows => rows.GetColumn<uint>("PredictedLabel").ToArray()).Should().Throw<SavRowException>()
            .WithMessage("Row 0*image column 'ImagePath' is 'no such photo'*");
    }

    [Fact]
    public void Transform_SeveralOutputColumns_ReadTheImageOncePerRow()
    {
        var reads = 0;
        var counting = _context.Transforms.CustomMapping<Photo, CountedPath>((photo, counted) =>
        {
            reads++;
            counted.CountedImagePath = photo.ImagePath;
        }, null).Append(_context.Transforms.CopyColumns("ImagePath", "CountedImagePath"));
        var data = counting.Fit(_context.Load(Photo.Test(1))).Transform(_context.Load(Photo.Test(1)));
        var view = classifier.Transformer.Transform(data);

        using (var cursor = view.GetRowCursor([view.Schema["PredictedLabel"], view.Schema["Score"]]))
        {
            var (label, score, again) = (0u, default(VBuffer<float>), default(VBuffer<float>));
            while (cursor.MoveNext())
            {
                cursor.GetGetter<uint>(view.Schema["PredictedLabel"])(ref label);
                cursor.GetGetter<VBuffer<float>>(view.Schema["Score"])(ref score);
                cursor.GetGetter<VBuffer<float>>(view.Schema["Score"])(ref again);
                again.DenseValues().Should().Equal(score.DenseValues());
            }
        }

        reads.Should().Be(3);
    }

    [Fact]
    public void Transform_ColumnNotAskedFor_IsNotActive()
    {
        var view = classifier.Transformer.Transform(_context.Load(Photo.Test(1)));

        using var cursor = view.GetRowCursor([view.Schema["Score"]]);

        cursor.IsColumnActive(view.Schema["Score"]).Should().BeTrue();
        cursor.IsColumnActive(view.Schema["PredictedLabel"]).Should().BeFalse();
        cursor.Invoking(row => row.GetGetter<uint>(view.Schema["PredictedLabel"]))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*'PredictedLabel' is not active*");
        cursor.Invoking(row => row.GetGetter<float>(view.Schema["Score"]))
            .Should().Throw<InvalidOperationException>().WithMessage("*'Score' is Vector<Single, 3>*");
    }

    [Fact]
    public void GetRowCursorSet_Always_CoversTheRowsOnce()
    {
        var view = classifier.Transformer.Transform(_context.Load(Photo.Test()));

        var cursors = view.GetRowCursorSet([view.Schema["PredictedLabel"]], 2);

        var rows = 0;
        foreach (var cursor in cursors)
        {
            while (cursor.MoveNext())
                rows++;
            cursor.Dispose();
        }
        rows.Should().Be(6);
    }

    [Fact]
    public void GetDependencies_Always_AreTheColumnsThatAreRead()
    {
        IRowToRowMapper mapper = ((ITransformer)classifier.Transformer).GetRowToRowMapper(_context.Load([]).Schema);

        mapper.GetDependencies([mapper.OutputSchema["Score"]]).Select(column => column.Name).Should().Equal("ImagePath");
        mapper.GetDependencies([mapper.OutputSchema["Label"]]).Select(column => column.Name).Should().Equal("Label");
        mapper.GetDependencies([]).Should().BeEmpty();
    }

    [Fact]
    public void Transform_MissingColumn_SaysSo() =>
        classifier.Transformer.Invoking(transformer => transformer.Transform(_context.Data.LoadFromEnumerable([new { Path = "" }])))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("Could not find image column 'ImagePath'*");

    [Fact]
    public void Transform_ManyThreads_GivesTheSameScores()
    {
        var photos = Photo.Test(1);
        var expected = classifier.Predict(classifier.Pipeline, photos).Select(prediction => prediction.Score).ToArray();

        Parallel.For(0, 4, _ => classifier.Predict(classifier.Pipeline, photos).Select(prediction => prediction.Score)
            .Should().BeEquivalentTo(expected, options => options.WithStrictOrdering()));
    }

    [Fact]
    public void WithHeads_One_LetsTheBestHeadVoteAlone()
    {
        using var voters = FitSparseAttentionVectors();
        using var single = voters.WithHeads(1);

        single.Model.Report.Features.Should().Equal(voters.Model.Report.Features[0]);
        var scores = single.Transform(_context.Load(Photo.Test(1))).GetColumn<float[]>("Score").ToArray();
        scores.Should().HaveCount(3).And.AllSatisfy(score => score.Max().Should().BeGreaterThan(0.6f)); // one vote, and half a vote for ties
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public void WithHeads_NotAsManyHeads_Throws(int headCount)
    {
        using var voters = FitSparseAttentionVectors();

        voters.Invoking(transformer => transformer.WithHeads(headCount)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void WithHeads_ClassifierThatNeedsAllFeatures_IsRefused()
    {
        var estimator = _context.MulticlassClassification.Trainers.Sav(
            PhotoClassifier.Options(options => (options.Classifier, options.HeadCount) = (ClassifierKind.GaussianHeads, 3)));
        using var gaussian = estimator.Fit(_context.LoadWithKeys(Photo.Training(1)));

        gaussian.Invoking(transformer => transformer.WithHeads(2)).Should().Throw<NotSupportedException>();
    }

    [Fact]
    public void Dispose_WhileOthersUseTheLmm_StopsOnlyThisTransformer()
    {
        var other = classifier.Transformer.WithLmmOptions(classifier.Transformer.LmmOptions);
        var view = other.Transform(_context.Load(Photo.Test(1)));
        view.GetColumn<uint>("PredictedLabel").Should().HaveCount(3);

        other.Dispose();
        other.Dispose();

        view.Invoking(rows => rows.GetColumn<uint>("PredictedLabel").ToArray())
            .Should().Throw<ObjectDisposedException>().WithMessage("*SavTransformer*");
        classifier.Predict(classifier.Pipeline, Photo.Test(1)).Should().HaveCount(3);
    }

    [Fact]
    public void PredictionEngine_SecondOneOfADisposedTransformer_NamesOwnsTransformer()
    {
        var transformer = classifier.Transformer.WithLmmOptions(classifier.Transformer.LmmOptions);
        _context.Model.CreatePredictionEngine<Photo, Votes>(transformer).Dispose();
        using var second = _context.Model.CreatePredictionEngine<Photo, Votes>(transformer);

        second.Invoking(engine => engine.Predict(Photo.Test(1)[0])).Should().Throw<ObjectDisposedException>()
            .WithMessage("*prediction engine*PredictionEngineOptions { OwnsTransformer = false }*");
    }

    private SavTransformer FitSparseAttentionVectors() => _context.MulticlassClassification.Trainers
        .Sav(PhotoClassifier.Options(options => options.Classifier = ClassifierKind.SparseAttentionVectors)).Fit(_context.LoadWithKeys(Photo.Training(1)));

    private sealed class Votes
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class CountedPath
    {
        public string CountedImagePath { get; set; } = "";
    }
}
