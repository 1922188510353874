using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

public sealed class SavEstimatorCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _messages = [];

    public SavEstimatorCacheTests() => _context.Log += (_, message) => _messages.Add(message.RawMessage);

    [Fact]
    public void Fit_SameRowsOtherOptions_RunsNoRow()
    {
        Fit(Question.Create(6));
        ShouldHaveFound(0, 6);

        Fit(Question.Create(6), options => (options.HeadCount, options.TieRule) = (5, VoteTieRule.FirstVoted));
        ShouldHaveFound(6, 6);
    }

    [Fact]
    public void Fit_OtherLabelsAndMoreRows_RunsTheNewRowsOnly()
    {
        Fit(Question.Create(6));
        var questions = Question.Create(9);
        questions[0].Label = "plants";

        Fit([.. questions.Reverse()]);

        ShouldHaveFound(6, 9);
    }

    [Fact]
    public void Fit_FromTheCache_GivesTheSameModelAsWithout()
    {
        var expected = Fit(Question.Create(6), options => (options.Classifier, options.FeatureCacheFolder) = (ClassifierKind.SparseAttentionVectors, null)).Model;
        Fit(Question.Create(3));

        var model = Fit(Question.Create(6), options => options.Classifier = ClassifierKind.SparseAttentionVectors).Model;

        ShouldHaveFound(3, 6);
        model.Report.Features.Should().Equal(expected.Report.Features);
        model.ClassCount.Should().Be(2).And.Be(expected.ClassCount);
        for (var classIndex = 0; classIndex < 2; classIndex++)
            GetMean(model, classIndex).Should().Equal(GetMean(expected, classIndex));
    }

    [Fact]
    public void Fit_DepthBudgetAfterAllLayers_RunsNoRow()
    {
        Fit(Question.Create(4));

        var model = Fit(Question.Create(4), options => options.DepthBudget = 1).Model;

        ShouldHaveFound(4, 4);
        model.Report.Features.Should().OnlyContain(head => head.Feature.Layer == 0);
    }

    [Fact]
    public void Fit_AllLayersAfterDepthBudget_RunsNoRow()
    {
        Fit(Question.Create(4), options => options.DepthBudget = 1);

        Fit(Question.Create(4));

        ShouldHaveFound(4, 4);
    }

    [Fact]
    public void Fit_OtherPrompt_RunsEveryRow()
    {
        Fit(Question.Create(4));

        Fit(Question.Create(4), options => options.Prompt = "Answer: {text}");

        ShouldHaveFound(0, 4);
    }

    [Fact]
    public void Fit_FromTheCache_ReportsProgressAfterEachExample()
    {
        Fit(Question.Create(3));
        var reports = new List<SavProgress>();

        Fit(Question.Create(5), options => options.Progress = new SynchronousProgress<SavProgress>(reports.Add));

        reports.Select(report => report.Examples).Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    public void Fit_CancelledWhileReadingTheCache_Stops()
    {
        Fit(Question.Create(4));
        using var cancellation = new CancellationTokenSource();

        this.Invoking(test => test.Fit(Question.Create(4), options =>
        {
            options.CancellationToken = cancellation.Token;
            options.Progress = new SynchronousProgress<SavProgress>(_ => cancellation.Cancel());
        })).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Fit_RowThatCannotBeUsedBehindRowsOfTheCache_IsNamed()
    {
        var photos = Photo.Training(1);
        var estimator = _context.MulticlassClassification.Trainers.Sav(
            PhotoClassifier.Options(options => (options.FeatureCacheFolder, options.DepthBudget) = (_folder, 3)));
        estimator.Fit(_context.LoadWithKeys(photos));
        photos = [.. photos, new Photo { ImagePath = "no-such-photo.png", Label = "bag" }];

        estimator.Invoking(sav => sav.Fit(_context.LoadWithKeys(photos))).Should().Throw<SavRowException>().Which.Row.Should().Be(3);
    }

    [Fact]
    public void Fit_CacheFolderIsAFile_NamesIt()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        this.Invoking(test => test.Fit(Question.Create(2), options => options.FeatureCacheFolder = file))
            .Should().Throw<IOException>().WithMessage($"*feature cache*'{file}'*");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SavTransformer Fit(Question[] questions, Action<SavEstimator.Options>? configure = null)
    {
        var options = Question.Options(options => options.FeatureCacheFolder = _folder);
        configure?.Invoke(options);
        return _context.MulticlassClassification.Trainers.Sav(options).Fit(Question.Load(_context, questions));
    }

    private void ShouldHaveFound(int found, int examples) =>
        _messages.Last(message => message.Contains("feature cache")).Should().StartWith($"The features of {found} of {examples} examples");

    private static float[] GetMean(SavModel model, int classIndex) => ((SavClassifier)model.Classifier).Means.GetMean(classIndex).ToArray();
}
