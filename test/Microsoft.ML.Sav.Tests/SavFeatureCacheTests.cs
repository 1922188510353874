namespace Microsoft.ML.Sav.Tests;

public sealed class SavFeatureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _messages = [];

    public SavFeatureCacheTests() => _context.Log += (_, message) => _messages.Add(message.RawMessage);

    [Fact]
    public void Remove_SomeRows_DeletesTheirFeaturesAndNoOthers()
    {
        Fit(CreateOptions(), Question.Create(6));
        var before = FeatureFiles();

        var removed = new SavFeatureCache(_context, CreateOptions()).Remove(_context.Data.LoadFromEnumerable(Question.Create(2)));

        removed.Should().Be(2);
        FeatureFiles().Should().HaveCount(4).And.BeSubsetOf(before);
        Fit(CreateOptions(), Question.Create(6));
        _messages.Should().Contain(message => message.StartsWith("The features of 4 of 6 examples"));
        FeatureFiles().Should().BeEquivalentTo(before);
    }

    [Fact]
    public void Remove_RowsThatWereNeverSeen_DeletesNothing()
    {
        Fit(CreateOptions(), Question.Create(4));

        new SavFeatureCache(_context, CreateOptions()).Remove(_context.Data.LoadFromEnumerable([new Question { Text = "Another question?" }])).Should().Be(0);

        FeatureFiles().Should().HaveCount(4);
    }

    [Fact]
    public void Remove_SeveralPrompts_DeletesTheFeaturesOfEach()
    {
        var options = CreateOptions(options => options.Prompts = ["{text}", "Answer: {text}"]);
        Fit(options, Question.Create(4));
        FeatureFiles().Should().HaveCount(8);

        new SavFeatureCache(_context, options).Remove(_context.Data.LoadFromEnumerable(Question.Create(4))).Should().Be(8);

        FeatureFiles().Should().BeEmpty();
    }

    [Fact]
    public void Remove_PhotoOfTwoCopies_DeletesTheFeaturesOfBoth()
    {
        var options = PhotoClassifier.Options(options => (options.FeatureCacheFolder, options.DepthBudget) = (_folder.Path, 3));
        _context.MulticlassClassification.Trainers.Sav(options).Fit(_context.LoadWithKeys(Photo.Training(1)));
        var before = FeatureFiles();
        var copy = new Photo { ImagePath = _folder.File("copy.png") };
        File.Copy(Photo.Training(1)[0].ImagePath, copy.ImagePath);

        new SavFeatureCache(_context, options).Remove(_context.Data.LoadFromEnumerable([copy])).Should().Be(1);

        FeatureFiles().Should().HaveCount(before.Length - 1);
    }

    [Fact]
    public void Remove_MissingPhoto_NamesTheRow()
    {
        var options = PhotoClassifier.Options(options => options.FeatureCacheFolder = _folder.Path);

        new SavFeatureCache(_context, options).Invoking(cache => cache.Remove(_context.Data.LoadFromEnumerable([new Photo { ImagePath = "no-such-photo.png" }])))
            .Should().Throw<SavRowException>().WithMessage("*no-such-photo.png*");
    }

    [Fact]
    public void Constructor_NoFolder_NamesTheOption() =>
        FluentActions.Invoking(() => new SavFeatureCache(_context, Question.Options())).Should().Throw<ArgumentException>().WithMessage("*FeatureCacheFolder*");

    public void Dispose() => _folder.Dispose();

    private SavEstimator.Options CreateOptions(Action<SavEstimator.Options>? configure = null)
    {
        var options = Question.Options(options => options.FeatureCacheFolder = _folder.Path);
        configure?.Invoke(options);
        return options;
    }

    private void Fit(SavEstimator.Options options, Question[] questions) =>
        _context.MulticlassClassification.Trainers.Sav(options).Fit(Question.Load(_context, questions)).Dispose();

    private string[] FeatureFiles() => Directory.GetFiles(_folder.Path, "*.f32", SearchOption.AllDirectories);
}
