using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

[Collection(PhotoClassifierCollection.Name)]
public class SavEstimatorTests(PhotoClassifier classifier)
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Fit_Photos_ReportsTheExpertsAndTheirQuality()
    {
        var model = classifier.Transformer.Model;

        model.Report.Kind.Should().Be(ClassifierKind.Auto);
        model.Report.Experts.Select(expert => expert.Kind).Should().Equal(FeatureKind.VisionEncoder, FeatureKind.Projector, FeatureKind.TokenMean, FeatureKind.LastToken);
        model.Report.Experts.Select(expert => expert.FeatureCount).Should().Equal(1, 1, 20, 20);
        model.Report.Experts.Should().Contain(expert => expert.Weight > 0).And.OnlyContain(expert => expert.Weight >= 0 && expert.LeaveOneOut!.Accuracy > 0.5);
        model.Report.Features.Should().OnlyHaveUniqueItems(feature => feature.Feature);
        model.Report.LeaveOneOut!.Accuracy.Should().BeGreaterThan(0.7);
        model.ClassNames.Should().Equal(Photo.Classes);
        model.ExampleCounts.Should().Equal(4, 4, 4);
        model.ClassCount.Should().Be(3);
    }

    [Fact]
    public void Fit_SparseAttentionVectors_KeepsTheHeadsThatTellTheClassesApart()
    {
        var model = Fit(Photo.Training(), options => options.Classifier = ClassifierKind.SparseAttentionVectors).Model;

        model.Report.Features.Should().HaveCount(20).And.BeInDescendingOrder(head => head.Score).And.OnlyHaveUniqueItems(head => head.Feature);
        model.Report.Features[0].Score.Should().BeInRange(9, 12);
        model.Classifier.Should().BeOfType<SavClassifier>().Which.TieRule.Should().Be(VoteTieRule.MeanCosine);
    }

    [Theory]
    [InlineData(ClassifierKind.GaussianHeads, 5)]
    [InlineData(ClassifierKind.SparseAttentionVectors, 5)]
    [InlineData(ClassifierKind.Hec, 5)]
    [InlineData(ClassifierKind.Calm, 24)] // all heads of the LMM
    public void Fit_ClassifierOfHeads_UsesHeadsAtTheLastTokenOnly(ClassifierKind kind, int headCount)
    {
        using var transformer = _context.MulticlassClassification.Trainers.Sav(
            Question.Options(options => (options.Classifier, options.HeadCount) = (kind, 5))).Fit(Question.Load(_context, Question.Create(8)));

        transformer.Model.Report.Kind.Should().Be(kind);
        transformer.Model.Report.Features.Should().HaveCount(headCount).And.OnlyContain(feature => feature.Feature.Kind == FeatureKind.LastToken);
    }

    [Fact]
    public void Fit_TextOnly_UsesHeadsAlone()
    {
        using var transformer = _context.MulticlassClassification.Trainers.Sav(Question.Options()).Fit(Question.Load(_context, Question.Create(8)));

        transformer.Model.Report.Experts.Select(expert => expert.Kind).Should().Equal(FeatureKind.TokenMean, FeatureKind.LastToken);
    }

    [Fact]
    public void Fit_NamedArguments_AreThoseOfTheExample()
    {
        var estimator = _context.MulticlassClassification.Trainers.Sav(
            lmm: Repository.EmbeddedLmm, imageColumnName: "ImagePath", prompt: "What is in the image?", headCount: 3);

        var transformer = estimator.Fit(_context.LoadWithKeys(Photo.Training(1)));

        transformer.Model.Report.Experts.Select(expert => expert.FeatureCount).Should().Equal(1, 1, 3, 3);
        transformer.LmmFolder.Should().Be(Repository.EmbeddedLmm);
        transformer.LmmFingerprint.Should().HaveLength(64);
    }

    [Fact]
    public void Fit_OneExamplePerClass_CountsThem() =>
        Fit(Photo.Training(1)).Model.ExampleCounts.Should().Equal(1, 1, 1);

    [Fact]
    public void Fit_MissingLabels_AreSkippedBeforeTheImageIsRead()
    {
        Photo[] photos = [.. Photo.Training(1), new Photo { ImagePath = "no such file", Label = "" }];

        Sav().Fit(_context.LoadWithKeys(photos, Photo.Classes)).Model.ExampleCounts.Should().Equal(1, 1, 1);
    }

    [Fact]
    public void Fit_ClassWithoutExamples_ScoresZeroAndIsNeverPredicted()
    {
        var data = _context.LoadWithKeys(Photo.Training(1), ["hat", .. Photo.Classes]);

        var transformer = Sav().Fit(data);

        transformer.Model.ExampleCounts.Should().Equal(0, 1, 1, 1);
        var scores = transformer.Transform(data).GetColumn<float[]>("Score").ToArray();
        scores.Should().HaveCount(3).And.AllSatisfy(score => score[0].Should().Be(0));
        transformer.Transform(data).GetColumn<uint>("PredictedLabel").Should().HaveCount(3).And.NotContain(1);
    }

    [Fact]
    public void Fit_NoRows_SaysSo() =>
        Sav().Invoking(sav => sav.Fit(_context.LoadWithKeys([], Photo.Classes))).Should().Throw<InvalidOperationException>()
            .WithMessage("*two classes*'Label'*0 labelled rows of none*");

    [Fact]
    public void Fit_OneClass_SaysSo()
    {
        var bags = _context.LoadWithKeys(Photo.Training(2).Where(photo => photo.Label == "bag"), Photo.Classes);

        Sav().Invoking(sav => sav.Fit(bags)).Should().Throw<InvalidOperationException>()
            .WithMessage("*two classes*'Label'*2 labelled rows of one*");
    }

    [Fact]
    public void Fit_MoreHeadsThanTheLmmHas_NamesBothNumbers() =>
        Sav(options => options.HeadCount = 271).Invoking(sav => sav.Fit(_context.LoadWithKeys(Photo.Training(1))))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*271*270*").Which.ParamName.Should().Be("HeadCount");

    [Fact]
    public void Fit_AllHeads_Works() =>
        Fit(Photo.Training(1), options => options.HeadCount = 270).Model.Report.Experts.Select(expert => expert.FeatureCount).Should().Equal(1, 1, 270, 269); // one mean is the same for all

    [Fact]
    public void Fit_NoSuchLmm_NamesTheFolder() =>
        Sav(options => options.Lmm = "no/such/lmm").Invoking(sav => sav.Fit(_context.LoadWithKeys(Photo.Training(1))))
            .Should().Throw<DirectoryNotFoundException>().WithMessage($"*{Path.GetFullPath("no/such/lmm")}*");

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("onnx/model.onnx")]
    public void Fit_IncompleteLmm_NamesWhatIsMissing(string file)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        SmallLmm.CopyTo(folder);
        File.Delete(Path.Combine(folder, file));
        var estimator = _context.MulticlassClassification.Trainers.Sav(folder, textColumnName: "Question", headCount: 1);

        estimator.Invoking(sav => sav.Fit(_context.LoadWithKeys(Photo.Training(1)))).Should().Throw<Exception>()
            .Where(exception => !(exception is SavRowException)).WithMessage($"*{Path.GetFileNameWithoutExtension(file)}*");

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Fit_MissingImage_NamesRowColumnAndFile()
    {
        var photos = Photo.Training(1);
        photos[1].ImagePath = "no-such-photo.png";

        var failure = Sav().Invoking(sav => sav.Fit(_context.LoadWithKeys(photos))).Should().Throw<SavRowException>().Which;

        failure.Row.Should().Be(1);
        failure.Message.Should().Contain("Row 1 (counted from 0)").And.Contain("image column 'ImagePath' is 'no-such-photo.png'");
        failure.InnerException.Should().BeOfType<FileNotFoundException>();
    }

    [Fact]
    public void Fit_EmptyPath_NamesRowAndColumn()
    {
        var photos = Photo.Training(1);
        photos[2].ImagePath = " ";

        Sav().Invoking(sav => sav.Fit(_context.LoadWithKeys(photos))).Should().Throw<SavRowException>()
            .WithMessage("Row 2*image column 'ImagePath': the image is missing").Which.Row.Should().Be(2);
    }

    [Fact]
    public void Fit_Progress_IsReportedAfterEachExample()
    {
        var reports = new List<SavProgress>();

        Fit(Photo.Training(1), options => options.Progress = new SynchronousProgress<SavProgress>(reports.Add));

        reports.Should().Equal(new SavProgress(1, 3), new SavProgress(2, 3), new SavProgress(3, 3));
    }

    [Fact]
    public void Fit_Log_ShowsProgressAndTheKeptFeatures()
    {
        var messages = new List<string>();
        _context.Log += (_, message) => messages.Add(message.RawMessage);

        Fit(Photo.Training(1), options => options.HeadCount = 2);

        messages.Should().Contain("3 of 3 examples read").And.Contain(message => message.StartsWith("Selected features"));
    }

    [Fact]
    public void Fit_ContextCancelled_Stops()
    {
        var cancel = typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var reports = new List<SavProgress>();
        var estimator = Sav(options => options.Progress = new SynchronousProgress<SavProgress>(progress =>
        {
            reports.Add(progress);
            cancel.Invoke(_context, null);
        }));

        estimator.Invoking(sav => sav.Fit(_context.LoadWithKeys(Photo.Training(1)))).Should().Throw<OperationCanceledException>();
        reports.Should().ContainSingle();
    }

    [Fact]
    public void Fit_TokenCancelled_Stops() =>
        Sav(options => options.CancellationToken = new CancellationToken(canceled: true))
            .Invoking(sav => sav.Fit(_context.LoadWithKeys(Photo.Training(1)))).Should().Throw<OperationCanceledException>();

    [Theory]
    [InlineData(DataKind.Byte)]
    [InlineData(DataKind.UInt16)]
    [InlineData(DataKind.UInt32)]
    [InlineData(DataKind.UInt64)]
    public void Fit_KeysOfAnyType_WorkWithoutKeyValues(DataKind kind)
    {
        var photos = Photo.Training(1);
        var file = Path.GetTempFileName();
        File.WriteAllLines(file, photos.Select((photo, i) => $"{i}\t{photo.ImagePath}"));
        var data = _context.Data.LoadFromTextFile(file,
        [
            new TextLoader.Column("Label", kind, [new TextLoader.Range(0)], new KeyCount(3)),
            new TextLoader.Column("ImagePath", DataKind.String, 1),
        ]);

        var transformer = Sav().Fit(data);

        transformer.Model.ClassNames.Should().Equal("1", "2", "3");
        transformer.Transform(data).GetColumn<uint>("PredictedLabel").Should().Equal(1, 2, 3);
        File.Delete(file);
    }

    private SavEstimator Sav(Action<SavEstimator.Options>? configure = null) =>
        _context.MulticlassClassification.Trainers.Sav(PhotoClassifier.Options(configure));

    private SavTransformer Fit(Photo[] photos, Action<SavEstimator.Options>? configure = null) =>
        Sav(configure).Fit(_context.LoadWithKeys(photos));
}
