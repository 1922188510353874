using System.Text.Json.Nodes;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>All that is wrong with a folder is said at once.</summary>
public sealed class MultimodalModelProblemsTests : IDisposable
{
    private static readonly string[] Files =
    [
        "config.json", "tokenizer.json", "tokenizer_config.json", "processor_config.json", "chat_template.jinja",
        "onnx/vision_encoder.onnx", "onnx/embed_tokens.onnx", "onnx/decoder_model_merged.onnx",
    ];

    private readonly TemporaryFolder _folder = new();

    public MultimodalModelProblemsTests()
    {
        foreach (var file in Files)
            _folder.Copy("llava", file);
    }

    [Theory]
    [InlineData("llava")]
    [InlineData("llama_text")]
    [InlineData("qwen2_vl")]
    [InlineData("smolvlm")]
    public void FindProblems_FolderThatWorks_FindsNone(string fixture) =>
        MultimodalModel.FindProblems(Repository.Fixture(fixture)).Should().BeEmpty();

    [Fact]
    public void FindProblems_NothingFits_NamesEverything()
    {
        Edit("config.json", config => config["model_type"] = "telepathy");
        Edit("processor_config.json", config => config["image_processor"]!["image_processor_type"] = "CrystalBall");
        Edit("tokenizer.json", tokenizer => (tokenizer["normalizer"], tokenizer["decoder"]) = (Unknown("Spirits"), Unknown("Ouija")));
        _folder.Write("chat_template.jinja", "{% if %}");
        _folder.Write("onnx/decoder_model_merged.onnx", "not a graph");
        File.Delete(_folder.File("onnx/embed_tokens.onnx"));

        ShouldBe("*lacks embed_tokens.onnx*", "*decoder_model_merged.onnx*", "*'Spirits'*'Ouija'*", "*'CrystalBall'*", "*'telepathy'*", "*chat_template.jinja*");
    }

    [Fact]
    public void FindProblems_FilesMissing_NamesEachOnce()
    {
        foreach (var file in new[] { "config.json", "tokenizer.json", "processor_config.json", "onnx/decoder_model_merged.onnx" })
            File.Delete(_folder.File(file));

        ShouldBe("*lacks config.json.", "*lacks tokenizer.json.", "*lacks decoder_model_merged.onnx or *", "*lacks preprocessor_config.json or processor_config.json.");
    }

    [Fact]
    public void FindProblems_HeadTapNotFound_IsSaidBesideTheRest()
    {
        File.Delete(_folder.File("chat_template.jinja"));

        ShouldBe(new LmmOptions { HeadTaps = new Dictionary<int, string> { [2] = "nowhere" } }, "*nowhere*", "*no chat template*");
    }

    [Fact]
    public void FindProblems_BrokenGenAiConfiguration_NamesIt()
    {
        _folder.Write("genai_config.json", "{}");

        ShouldBe("*genai_config.json*'model'*");
    }

    [Fact]
    public void FindProblems_NoFolder_NamesIt() =>
        FluentActions.Invoking(() => MultimodalModel.FindProblems(_folder.File("none"))).Should().Throw<DirectoryNotFoundException>().WithMessage("*none*");

    public void Dispose() => _folder.Dispose();

    private static JsonObject Unknown(string type) => new() { ["type"] = type };

    private void Edit(string file, Action<JsonNode> edit)
    {
        var json = JsonNode.Parse(File.ReadAllText(_folder.File(file)))!;
        edit(json);
        _folder.Write(file, json.ToJsonString());
    }

    private void ShouldBe(params string[] problems) => ShouldBe(new LmmOptions(), problems);

    private void ShouldBe(LmmOptions options, params string[] problems) =>
        MultimodalModel.FindProblems(_folder.Path, options).Should().SatisfyRespectively(
            problems.Select(problem => (Action<string>)(found => found.Should().Match(problem))));
}
