using Microsoft.ML.Sav.Lmm.Configuration;

namespace Microsoft.ML.Sav.Lmm.Tests.Configuration;

public sealed class ConfigurationFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Find_SameNameTwice_ReadsTheFileOnce()
    {
        var files = new ConfigurationFiles(_folder.Write("config.json", "{}").Path);
        var first = files.Find("config.json");

        File.Delete(_folder.File("config.json"));

        files.Find("config.json").Should().NotBeNull().And.BeSameAs(first);
    }

    [Fact]
    public void Find_BrokenFile_ThrowsTheSameExceptionEachTime()
    {
        var files = new ConfigurationFiles(_folder.Write("config.json", "{").Path);

        var exceptions = Enumerable.Range(0, 2).Select(_ => files.Invoking(it => it.Find("config.json")).Should().Throw<ModelFolderException>().Which).ToList();

        exceptions[1].Should().BeSameAs(exceptions[0]);
        exceptions[0].FilePath.Should().Be(_folder.File("config.json"));
    }

    [Fact]
    public void ImageProcessor_BothFiles_IsTheSectionOfProcessorConfig()
    {
        _folder.Write("preprocessor_config.json", """{"size": 1}""").Write("processor_config.json", """{"image_processor": {"size": 2}}""");

        new ConfigurationFiles(_folder.Path).ImageProcessor!.GetInt32("size").Should().Be(2);
    }

    public void Dispose() => _folder.Dispose();
}
