using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Tests.ImageProcessing;

public sealed class ImageProcessorConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-processor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_NoFile_ThrowsWithTheFolder() =>
        Loading().Should().Throw<FileNotFoundException>().WithMessage($"*{_folder}*preprocessor_config.json*");

    [Fact]
    public void Load_NotJson_ThrowsWithTheFile()
    {
        Write("preprocessor_config.json", "{ \"size\": ");

        Loading().Should().Throw<InvalidDataException>().WithMessage("*preprocessor_config.json*not valid JSON*");
    }

    [Fact]
    public void Load_NoType_ThrowsWithTheSetting()
    {
        Write("preprocessor_config.json", "{}");

        Loading().Should().Throw<InvalidDataException>().WithMessage("*preprocessor_config.json*image_processor_type*missing*");
    }

    [Theory]
    [InlineData("CLIPImageProcessor")]
    [InlineData("CLIPImageProcessorFast")]
    [InlineData("CLIPImageProcessorPil")]
    [InlineData("CLIPFeatureExtractor")]
    public void Load_SameProcessorByAnotherName_HasOneType(string type)
    {
        Write("preprocessor_config.json", $$"""{ "image_processor_type": "{{type}}" }""");

        Loading()().Type.Should().Be("CLIPImageProcessor");
    }

    [Fact]
    public void Load_OldKey_IsRead()
    {
        Write("preprocessor_config.json", """{ "feature_extractor_type": "CLIPFeatureExtractor" }""");

        Loading()().Type.Should().Be("CLIPImageProcessor");
    }

    [Fact]
    public void Load_SectionInProcessorConfig_GoesFirst()
    {
        Write("preprocessor_config.json", """{ "image_processor_type": "ViTImageProcessor" }""");
        Write("processor_config.json", """{ "image_processor": { "image_processor_type": "SiglipImageProcessor" }, "processor_class": "Gemma3Processor" }""");

        var configuration = Loading()();

        configuration.Type.Should().Be("SiglipImageProcessor");
        configuration.ProcessorClass.Should().Be("Gemma3Processor");
    }

    [Fact]
    public void Create_UnknownType_NamesItAndWhatIsSupported()
    {
        Write("preprocessor_config.json", """{ "image_processor_type": "NewImageProcessor" }""");

        Creating().Should().Throw<NotSupportedException>().WithMessage("*preprocessor_config.json*'NewImageProcessor'*CLIPImageProcessor*");
    }

    [Theory]
    [InlineData("size", "\"large\"")]
    [InlineData("size", "{}")]
    [InlineData("size", "{ \"height\": 0, \"width\": 4 }")]
    [InlineData("resample", "17")]
    [InlineData("resample", "\"bicubic\"")]
    [InlineData("image_mean", "[0.5, 0.5]")]
    [InlineData("image_std", "null")]
    [InlineData("do_resize", "1")]
    [InlineData("rescale_factor", "\"1/255\"")]
    public void Create_WrongSetting_ThrowsWithFileSettingAndValue(string key, string value)
    {
        var settings = new Dictionary<string, string>
        {
            ["image_processor_type"] = "\"CLIPImageProcessor\"",
            ["size"] = "224",
            ["resample"] = "3",
            ["image_mean"] = "[0.5, 0.5, 0.5]",
            ["image_std"] = "0.5",
            [key] = value,
        };
        Write("preprocessor_config.json", $"{{ {string.Join(", ", settings.Select(setting => $"\"{setting.Key}\": {setting.Value}"))} }}");

        Creating().Should().Throw<InvalidDataException>().WithMessage($"*preprocessor_config.json*'{key}' should be*");
    }

    private Func<ImageProcessorConfiguration> Loading() => () => ImageProcessorConfiguration.Load(_folder);

    private Func<IImageProcessor> Creating() => () => ImageProcessorFactory.Create(Loading()());

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
