using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

/// <summary>Questions of three classes, and models of them that keep their examples. Rows run through the LMM one by one, so that equal rows have equal features.</summary>
internal sealed class Growing : IDisposable
{
    private const float Tolerance = 1e-5f;

    private readonly TemporaryFolder _folder = new();

    public MLContext Context { get; } = new(seed: 1);

    public static Question[] Animals(int count, int start = 0) => Create(count, start, "animals", i => $"Which animal has {i} legs?");

    public static Question[] Weather(int count, int start = 0) => Create(count, start, "weather", i => $"Will it rain on day {i}?");

    public static Question[] Food(int count, int start = 0) => Create(count, start, "food", i => $"Dish {i} tastes good.");

    public IDataView Load(params IEnumerable<Question> questions) => Context.Data.LoadFromEnumerable(questions);

    public SavTransformer Fit(ClassifierKind kind, params IEnumerable<Question> questions) => Fit(options => options.Classifier = kind, questions);

    public SavTransformer Fit(Action<SavEstimator.Options> configure, params IEnumerable<Question> questions) =>
        Context.MulticlassClassification.Trainers.Sav(Options(configure)).Fit(Question.Load(Context, questions));

    public SavEstimator.Options Options(Action<SavEstimator.Options> configure)
    {
        var options = Question.Options(options => (options.KeepExamples, options.FeatureCacheFolder) = (true, _folder.File("cache")));
        configure(options);
        return options;
    }

    public SavTransformer SaveAndLoad(SavTransformer transformer)
    {
        var file = _folder.File("model.zip");
        Context.Model.Save(transformer, null, file);
        return ((SavTransformer)Context.Model.Load(file, out _)).WithFeatureCache(transformer.FeatureCacheFolder);
    }

    /// <summary>Two transformers chose the same, and give the same scores to questions of all classes, by class name.</summary>
    public void RequireSame(SavTransformer actual, SavTransformer expected)
    {
        actual.Model.ClassNames.Should().BeEquivalentTo(expected.Model.ClassNames);
        actual.Model.ClassNames.Zip(actual.Model.ExampleCounts).Should().BeEquivalentTo(expected.Model.ClassNames.Zip(expected.Model.ExampleCounts));
        actual.Model.Report.Should().BeEquivalentTo(expected.Model.Report, options => options
            .Using<double>(context => context.Subject.Should().BeApproximately(context.Expectation, Tolerance)).WhenTypeIs<double>());
        Score(actual).Should().HaveCount(9).And.BeEquivalentTo(Score(expected), options => options.WithStrictOrdering()
            .Using<float>(context => context.Subject.Should().BeApproximately(context.Expectation, Tolerance)).WhenTypeIs<float>());
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyDictionary<string, float>[] Score(SavTransformer transformer)
    {
        var questions = Load([.. Animals(3, start: 90), .. Weather(3, start: 90), .. Food(3, start: 90)]);
        return [.. transformer.Transform(questions).GetColumn<float[]>("Score").Select(transformer.Model.ToDictionary)];
    }

    private static Question[] Create(int count, int start, string label, Func<int, string> text) =>
        [.. Enumerable.Range(start, count).Select(i => new Question { Text = text(i), Label = label })];
}
