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

    [Theory]
    [InlineData(0xc3, 0x28)]
    [InlineData(0xff, 0xfe)]
    public void Find_StringOrKeyThatIsNotUtf8_NamesTheFile(byte first, byte second)
    {
        foreach (var (before, after) in new[] { ("{\"key\": [{\"a\": \"", "\"}]}"), ("{\"", "\": 1}") })
        {
            File.WriteAllBytes(_folder.File("config.json"), [.. before.Select(c => (byte)c), first, second, .. after.Select(c => (byte)c)]);

            FluentActions.Invoking(() => new ConfigurationFiles(_folder.Path).Find("config.json")).Should().Throw<ModelFolderException>().WithMessage("*config.json*");
        }
    }

    [Fact]
    public void Find_HalfASurrogatePair_NamesTheFile()
    {
        _folder.Write("config.json", """{"model_type": "\ud800"}""");

        FluentActions.Invoking(() => new ConfigurationFiles(_folder.Path).Find("config.json")).Should().Throw<ModelFolderException>().WithMessage("*config.json*");
    }

    public void Dispose() => _folder.Dispose();
}
