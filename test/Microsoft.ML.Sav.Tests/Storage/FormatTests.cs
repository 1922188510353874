using System.Globalization;
using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests.Storage;

/// <summary>Model files of every format that was ever written load. test/Fixtures/models has a file and its scores per format.</summary>
// In turn with other tests that look for LMMs, since the folders to search are the process's.
[Collection(PhotoClassifierCollection.Name)]
public class FormatTests
{
    private static readonly string[] Texts = ["Which animal rains?", "Will it have legs?", "Hello", "1 2 3"];

    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("1.1", "animals weather weather weather")]
    [InlineData("1.2", "animals weather weather weather")]
    [InlineData("1.3", "animals weather animals animals")]
    [InlineData("1.4", "weather weather weather ")]
    public void Load_EarlierFormat_PredictsAsWhenItWasSaved(string version, string labels)
    {
        var loaded = _context.Model.Load(Repository.Fixture("models", $"{version}-plain.zip"), out var schema);

        schema.Select(column => column.Name).Should().Equal("Text", "Label");
        Scores(loaded, "Score").Should().BeEquivalentTo(SavedScores($"{version}-plain"), options => options.WithStrictOrdering().Using<float>(
            context => context.Subject.Should().BeApproximately(context.Expectation, 1e-4f)).WhenTypeIs<float>());
        loaded.Transform(Rows()).GetColumn<string>("PredictedLabel").Should().Equal(labels.Split(' '));
    }

    [Fact]
    public void Load_Format11WithEveryOption_PredictsAsWhenItWasSaved()
    {
        using var loaded = (SavTransformer)_context.Model.Load(Repository.Fixture("models", "1.1-options.zip"), out _);

        loaded.Model.Classifier.Should().BeOfType<SavClassifier>().Which.TieRule.Should().Be(VoteTieRule.FirstVoted);
        loaded.Model.Report.Features.Should().HaveCount(24);
        loaded.Model.ClassNames.Should().Equal("animals", "weather");
        loaded.Model.ExampleCounts.Should().Equal(4, 4);
        loaded.LmmOptions.FloatActivations.Should().BeTrue();
        loaded.LmmOptions.DecoderFile.Should().Be("model.onnx");
        loaded.LmmOptions.HeadTaps.Should().ContainKey(0).And.HaveCount(1);
        loaded.GetOutputSchema(Rows().Schema).Select(column => column.Name).Should().EndWith(["Class", "Votes"]);
        Scores(loaded, "Votes").Should().BeEquivalentTo(SavedScores("1.1-options"), options => options.WithStrictOrdering().Using<float>(
            context => context.Subject.Should().BeApproximately(context.Expectation, 1e-4f)).WhenTypeIs<float>());
    }

    [Fact]
    public void Load_NewerFormat_NamesItAndTheNewestThatIsRead()
    {
        using var folder = new TemporaryFolder();
        folder.Copy("models", "1.3-plain.zip", "newer.zip");
        using (var archive = ZipFile.Open(folder.File("newer.zip"), ZipArchiveMode.Update))
            SetVersion(archive.Entries.Single(entry => entry.FullName.EndsWith("Transform_001/Model.key", StringComparison.Ordinal)), 0x00010009);

        _context.Model.Invoking(model => model.Load(folder.File("newer.zip"), out _)).Should().Throw<Exception>()
            .Which.GetBaseException().Should().BeOfType<SavModelFileException>()
            .Which.Message.Should().Match("*newer.zip*format 1.9*newer version of Microsoft.ML.Sav*up to 1.5*Update the package*");
    }

    // In ML.NET's header, behind the model's signature: version written, version readable.
    private static void SetVersion(ZipArchiveEntry entry, uint version)
    {
        using var stream = entry.Open();
        stream.Position = 72;
        stream.Write([.. BitConverter.GetBytes(version), .. BitConverter.GetBytes(version)]);
    }

    [Fact]
    public void Load_Format14WithExamplesAndRejectOption_GrowsAndRejects()
    {
        using var loaded = ((TransformerChain<ITransformer>)_context.Model.Load(Repository.Fixture("models", "1.4-plain.zip"), out _)).OfType<SavTransformer>().Single();

        loaded.Model.RejectOption!.Rate.Should().Be(0.2);
        loaded.Model.Examples.Should().HaveCount(8);
    }

    [Fact]
    public void Load_FeaturizerOfFormat11_Featurizes()
    {
        using var loaded = (LmmFeaturizingTransformer)_context.Model.Load(Repository.Fixture("models", "featurizer-1.1.zip"), out _);

        loaded.Transform(Rows()).GetColumn<float[]>("Features").Should().HaveCount(4).And.OnlyContain(row => row.Length == loaded.Features.VectorLength);
    }

    private IDataView Rows() => _context.Data.LoadFromEnumerable(Texts.Select(text => new Question { Text = text }));

    private float[][] Scores(ITransformer transformer, string column) => [.. transformer.Transform(Rows()).GetColumn<float[]>(column)];

    private static float[][] SavedScores(string name) =>
    [
        .. File.ReadLines(Repository.Fixture("models", $"{name}.scores.txt"))
            .Select(line => Array.ConvertAll(line.Split(' '), score => float.Parse(score, CultureInfo.InvariantCulture))),
    ];
}
