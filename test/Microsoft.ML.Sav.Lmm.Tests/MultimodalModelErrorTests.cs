using System.Text.Json.Nodes;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>Model folders and prompts that do not fit together give errors that say what is wrong.</summary>
public sealed class MultimodalModelErrorTests : IDisposable
{
    private static readonly string[] Files =
    [
        "config.json", "tokenizer.json", "tokenizer_config.json", "processor_config.json", "chat_template.jinja",
        "onnx/vision_encoder.onnx", "onnx/embed_tokens.onnx", "onnx/decoder_model_merged.onnx",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly Prompt _prompt = GoldenCase.Read("llava", 0).Prompt;

    public MultimodalModelErrorTests()
    {
        foreach (var file in Files)
            _folder.Copy("llava", file);
    }

    [Fact]
    public void Extract_UntouchedFolder_Works() => FluentActions.Invoking(Extract).Should().NotThrow();

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("processor_config.json")]
    [InlineData("onnx/embed_tokens.onnx")]
    [InlineData("onnx/decoder_model_merged.onnx")]
    public void Open_MissingFile_NamesIt(string file)
    {
        File.Delete(_folder.File(file));

        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path)).Should().Throw<ModelFolderException>().WithMessage($"*{Path.GetFileName(file)}*");
    }

    [Fact]
    public void Extract_MissingChatTemplate_NamesIt() => Fails<ModelFolderException>("*chat_template.jinja*", () => File.Delete(_folder.File("chat_template.jinja")));

    [Fact]
    public void Extract_MissingVisionEncoder_SaysTextOnly() =>
        Fails<PromptException>("*text only*vision encoder*wide.png*", () => File.Delete(_folder.File("onnx/vision_encoder.onnx")));

    [Fact]
    public void Extract_MissingEmbeddings_NamesThem() => Fails<ModelFolderException>("*embed_tokens.onnx*", () =>
    {
        File.Delete(_folder.File("onnx/vision_encoder.onnx"));
        File.Delete(_folder.File("onnx/embed_tokens.onnx"));
    });

    [Theory]
    [InlineData("onnx/vision_encoder.onnx")]
    [InlineData("onnx/embed_tokens.onnx")]
    public void CreateFeatureExtractor_BrokenGraph_NamesIt(string file) =>
        Fails<LmmRuntimeException>($"*{Path.GetFileName(file)}*", () => File.WriteAllText(_folder.File(file), "{ broken"));

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    [InlineData("processor_config.json")]
    [InlineData("onnx/decoder_model_merged.onnx")]
    public void Extract_BrokenFile_NamesIt(string file) =>
        Fails<ModelFolderException>($"*{Path.GetFileName(file)}*", () => File.WriteAllText(_folder.File(file), "{ broken"));

    [Fact]
    public void Extract_UnknownFamily_NamesIt() => Fails<ModelFolderException>("*'unheard_of'*", () => Edit(config => config["model_type"] = "unheard_of"));

    [Fact]
    public void Extract_ImageTokenThatTheTokenizerLacks_NamesIt() => Fails<ModelFolderException>("*image_token_index*999999*", () => Edit(config => config["image_token_index"] = 999999));

    [Fact]
    public void Extract_OtherImageToken_SaysThatThePromptHasNoPlaceholderForIt() => Fails<PromptException>("*0 image placeholders*1 images*", () => Edit(config => config["image_token_index"] = 300));

    [Fact]
    public void Extract_OtherNumberOfPlaceholdersThanFeatures_NamesBothNumbers() => Fails<PromptException>("*4 image tokens*16 image features*", () =>
        _folder.Write("processor_config.json", File.ReadAllText(_folder.File("processor_config.json")).Replace("\"patch_size\": 8", "\"patch_size\": 16")));

    [Fact]
    public void Extract_UnknownInput_NamesIt() => Fails<PromptException>("*vision_encoder.onnx*unknown*pixel_colours*", () =>
    {
        var path = _folder.File("onnx/vision_encoder.onnx");
        GraphEditing.Read(path).Rename(name => name == "pixel_values" ? "pixel_colours" : name).Write(path);
    });

    [Fact]
    public void Extract_MissingImage_NamesIt()
    {
        using var model = MultimodalModel.Open(_folder.Path);
        using var extractor = model.CreateFeatureExtractor();

        extractor.Invoking(it => it.Extract(new Prompt("What?", [ImageInput.FromFile("none.png")]))).Should().Throw<PromptException>().WithMessage("*none.png*").WithInnerException<FileNotFoundException>();
    }

    [Fact]
    public void Open_NoPromptsABatch_Throws() =>
        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path, new LmmOptions { BatchSize = 0 })).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*BatchSize*");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Open_NoImagesABatchOrNoThreadsForThem_Throws(int count)
    {
        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path, new LmmOptions { ImageBatchSize = count }))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*ImageBatchSize*");
        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path, new LmmOptions { ImageBatchSize = 4, ImageThreadCount = count }))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*ImageThreadCount*");
    }

    [Theory]
    [InlineData("onnx/vision_encoder.onnx")]
    [InlineData("onnx/embed_tokens.onnx")]
    public void CreateFeatureExtractor_FileThatCouldNotBeOpenedBefore_IsOpened(string file)
    {
        using var model = MultimodalModel.Open(_folder.Path);
        _ = model.PromptEncoder;
        var content = File.ReadAllBytes(_folder.File(file));
        File.WriteAllText(_folder.File(file), "{ broken");
        model.Invoking(it => it.CreateFeatureExtractor()).Should().Throw<LmmRuntimeException>().WithMessage($"*{Path.GetFileName(file)}*");
        File.WriteAllBytes(_folder.File(file), content);

        using var extractor = model.CreateFeatureExtractor();

        extractor.Extract(_prompt).Should().NotBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private void Fails<TException>(string message, Action damage) where TException : Exception
    {
        damage();
        FluentActions.Invoking(Extract).Should().Throw<TException>().WithMessage(message);
    }

    private void Extract()
    {
        using var model = MultimodalModel.Open(_folder.Path);
        using var extractor = model.CreateFeatureExtractor();
        extractor.Extract(_prompt);
    }

    private void Edit(Action<JsonNode> change)
    {
        var config = JsonNode.Parse(File.ReadAllText(_folder.File("config.json")))!;
        change(config);
        _folder.Write("config.json", config.ToJsonString());
    }
}
