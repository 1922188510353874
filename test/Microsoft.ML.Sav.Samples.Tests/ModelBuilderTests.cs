using System.Text.Json;

namespace Microsoft.ML.Sav.Samples.Tests;

public sealed class ModelBuilderTests : IDisposable
{
    private readonly SmallPhotos _photos = new(perClass: 6);

    [Fact]
    public void ModelBuilder_FolderPerLabel_TrainsAndPredicts()
    {
        var output = Sample.Run("ModelBuilder", _photos.Root, "train", "test");

        output.Should().MatchRegex(@"test.bag.00\.png is bag\r?\nbag +0\.\d+").And.MatchRegex(@"Accuracy on test: \d+\.\d ?%");
        File.Exists(Path.Combine(_photos.Root, "MLModel.mlnet")).Should().BeTrue();
        output.ShouldBeLike("ModelBuilder");
    }

    [Fact]
    public void Configuration_OfTheSample_IsThatOfAnImageScenario()
    {
        var folder = Sample.Folder("ModelBuilder");
        using var configuration = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "MLModel.mbconfig")));

        configuration.RootElement.GetProperty("Scenario").GetString().Should().Be("ImageClassification");
        var data = configuration.RootElement.GetProperty("DataSource").GetProperty("FolderPath").GetString()!;
        Directory.GetDirectories(Path.Combine(folder, data.Replace('\\', Path.DirectorySeparatorChar))).Should().HaveCount(10);
    }

    public void Dispose() => _photos.Dispose();
}
