using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

public sealed class SavEstimatorKeepExamplesTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Fit_ByDefault_KeepsNoExamples()
    {
        using var transformer = Fit(Question.Create(4), _ => { });

        transformer.Model.Examples.Should().BeNull();
    }

    [Fact]
    public void Fit_KeepExamples_KeepsFeaturesAndClassPerRow()
    {
        using var transformer = Fit(Question.Create(6), options => options.KeepExamples = true);

        var examples = transformer.Model.Examples!;
        examples.Select(example => example.Class).Should().Equal(0, 1, 0, 1, 0, 1);
        examples.ClassCount.Should().Be(2);
        examples.Should().AllSatisfy(example => example.Vectors.Length.Should().Be(examples.Layout.VectorLength));
        examples.Layout.Select(feature => feature.Kind).Distinct().Should().Equal(FeatureKind.LastToken, FeatureKind.TokenMean);
    }

    [Fact]
    public void Fit_KeepExamples_SameRowsHaveTheSameIdWhateverTheirLabel()
    {
        Question[] questions = [.. Question.Create(4), new Question { Text = Question.Create(1)[0].Text, Label = "weather" }];

        using var transformer = Fit(questions, options => options.KeepExamples = true);

        var ids = transformer.Model.Examples!.Select(example => example.Id).ToArray();
        ids[4].Should().Be(ids[0]).And.MatchRegex("^[0-9a-f]{64}$");
        ids.Distinct().Should().HaveCount(4);
    }

    [Fact]
    public void Fit_KeepExamples_IgnoresTheMemoryLimit()
    {
        using var expected = Fit(Question.Create(6), options => options.KeepExamples = true);
        using var transformer = Fit(Question.Create(6), options => (options.KeepExamples, options.MemoryLimit) = (true, 0));

        transformer.Model.Report.Should().BeEquivalentTo(expected.Model.Report);
    }

    [Theory, InlineData(ClassifierKind.Auto), InlineData(ClassifierKind.SparseAttentionVectors)]
    public void Load_KeepExamples_HasTheSameExamples(ClassifierKind kind)
    {
        using var transformer = Fit(Question.Create(6), options => (options.KeepExamples, options.Classifier) = (true, kind));
        var file = _folder.File("model.zip");
        _context.Model.Save(transformer, null, file);

        using var loaded = (SavTransformer)_context.Model.Load(file, out _);

        var (found, expected) = (loaded.Model.Examples!, transformer.Model.Examples!);
        found.Layout.Should().Equal(expected.Layout);
        found.Select(example => (example.Id, example.Class)).Should().Equal(expected.Select(example => (example.Id, example.Class)));
        found.Select(example => example.Vectors.ToArray()).Should().BeEquivalentTo(expected.Select(example => example.Vectors.ToArray()), options => options.WithStrictOrdering());
    }

    public void Dispose() => _folder.Dispose();

    private SavTransformer Fit(Question[] questions, Action<SavEstimator.Options> configure) =>
        _context.MulticlassClassification.Trainers.Sav(Question.Options(configure)).Fit(Question.Load(_context, questions));
}
