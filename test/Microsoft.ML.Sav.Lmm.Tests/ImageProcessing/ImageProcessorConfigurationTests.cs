using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Tests.ImageProcessing;

public sealed class ImageProcessorConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-processor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_NoFile_ThrowsWithTheFolder() =>
        Reading().Should().Throw<ModelFolderException>().WithMessage($"*{_folder}*preprocessor_config.json*");

    [Fact]
    public void Read_NotJson_ThrowsWithTheFile()
    {
        Write("preprocessor_config.json", "{ \"size\": ");

        Reading().Should().Throw<ModelFolderException>().WithMessage("*preprocessor_config.json*not valid JSON*");
    }

    [Fact]
    public void Read_NoType_ThrowsWithTheKey()
    {
        Write("preprocessor_config.json", "{}");

        Reading().Should().Throw<ModelFolderException>().WithMessage("*preprocessor_config.json*image_processor_type*missing*");
    }

    [Theory]
    [InlineData("CLIPImageProcessor")]
    [InlineData("CLIPImageProcessorFast")]
    [InlineData("CLIPImageProcessorPil")]
    [InlineData("CLIPFeatureExtractor")]
    public void Read_SameProcessorByAnotherName_HasOneType(string type)
    {
        Write("preprocessor_config.json", $$"""{ "image_processor_type": "{{type}}" }""");

        Reading()().Type.Should().Be("CLIPImageProcessor");
    }

    [Fact]
    public void Read_OldKey_IsRead()
    {
        Write("preprocessor_config.json", """{ "feature_extractor_type": "CLIPFeatureExtractor" }""");

        Reading()().Type.Should().Be("CLIPImageProcessor");
    }

    [Fact]
    public void Read_SectionInProcessorConfig_GoesFirst()
    {
        Write("preprocessor_config.json", """{ "image_processor_type": "ViTImageProcessor" }""");
        Write("processor_config.json", """{ "image_processor": { "image_processor_type": "SiglipImageProcessor" }, "processor_class": "Gemma3Processor" }""");

        var configuration = Reading()();

        configuration.Type.Should().Be("SiglipImageProcessor");
        configuration.ProcessorClass.Should().Be("Gemma3Processor");
    }

    [Fact]
    public void Create_UnknownType_NamesItAndWhatIsSupported()
    {
        Write("preprocessor_config.json", """{ "image_processor_type": "NewImageProcessor" }""");

        Creating().Should().Throw<ModelFolderException>().WithMessage("*preprocessor_config.json*'NewImageProcessor'*CLIPImageProcessor*");
    }

    [Theory]
    [InlineData("size", "\"large\"")]
    [InlineData("size", "{}")]
    [InlineData("size", "{ \"height\": 0, \"width\": 4 }")]
    [InlineData("resample", "17")]
    [InlineData("resample", "\"bicubic\"")]
    [InlineData("image_mean", "[0.5, 0.5]")]
    [InlineData("image_std", "null")]
    [InlineData("image_mean", "[1e999, 0.5, 0.5]")]
    [InlineData("image_mean", "1e9")]
    [InlineData("image_std", "0")]
    [InlineData("image_std", "[0.5, 0.5, -0.5]")]
    [InlineData("image_std", "1e-9")]
    [InlineData("image_std", "1e9")]
    [InlineData("image_std", "1e999")]
    [InlineData("do_resize", "1")]
    [InlineData("rescale_factor", "0")]
    [InlineData("rescale_factor", "-1")]
    [InlineData("rescale_factor", "1e30")]
    [InlineData("rescale_factor", "1e999")]
    [InlineData("rescale_factor", "\"1/255\"")]
    public void Create_WrongSetting_ThrowsWithFileAndKey(string key, string value)
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

        Creating().Should().Throw<ModelFolderException>().WithMessage($"*preprocessor_config.json*'{key}' should be*");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Create_NumberThatJsonLacks_ThrowsWithTheFile(string number)
    {
        Write("preprocessor_config.json", $$"""{ "image_processor_type": "CLIPImageProcessor", "size": 224, "image_mean": 0.5, "image_std": {{number}} }""");

        Creating().Should().Throw<ModelFolderException>().WithMessage("*preprocessor_config.json*not valid JSON*");
    }

    [Theory]
    [InlineData("1", "[123.675, 116.28, 103.53]", "[58.395, 57.12, 57.375]")] // ImageNet's, in bytes
    [InlineData("0.00784313725", "1", "1")]
    public void Create_UnusualNormalization_IsAccepted(string factor, string mean, string deviation)
    {
        Write("preprocessor_config.json", $$"""{ "image_processor_type": "CLIPImageProcessor", "size": 224, "rescale_factor": {{factor}}, "image_mean": {{mean}}, "image_std": {{deviation}} }""");

        Creating().Should().NotThrow();
    }

    private Func<ImageProcessorConfiguration> Reading() => () => ImageProcessorConfiguration.Read(new ConfigurationFiles(_folder));

    private Func<IImageProcessor> Creating() => () => ModelFamilies.CreateImageProcessor(new ConfigurationFiles(_folder));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
