using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests.Storage;

public sealed class ClassifierReaderTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<ClassifierKind> Kinds => new(Enum.GetValues<ClassifierKind>());

    [Theory, MemberData(nameof(Kinds))]
    public void Load_ClassifierOfAnyKind_HasTheSameScoresAndReport(ClassifierKind kind)
    {
        var data = Question.Load(_context, Question.Create(8));
        using var transformer = _context.MulticlassClassification.Trainers.Sav(Question.Options(options => options.Classifier = kind)).Fit(data);
        var file = _folder.File("model.zip");
        _context.Model.Save(transformer, data.Schema, file);

        using var loaded = (SavTransformer)_context.Model.Load(file, out _);

        loaded.Model.Report.Should().BeEquivalentTo(transformer.Model.Report, options => options.WithStrictOrdering());
        loaded.Model.ExampleCounts.Should().Equal(4, 4);
        loaded.Model.Classifier.Should().BeOfType(transformer.Model.Classifier.GetType());
        var expected = transformer.Transform(data).GetColumn<float[]>("Score").ToArray();
        loaded.Transform(data).GetColumn<float[]>("Score").Should().BeEquivalentTo(expected, options => options.WithStrictOrdering()).And.HaveCount(8);
    }

    public void Dispose() => _folder.Dispose();
}
