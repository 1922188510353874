using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Tests.Folders;

/// <summary>One list of checks: opening throws the first problem, the diagnosis reports all.</summary>
public sealed class ModelFolderChecksTests : IDisposable
{
    private static readonly string[] Files =
    [
        "config.json", "tokenizer.json", "tokenizer_config.json", "processor_config.json", "chat_template.jinja",
        "onnx/vision_encoder.onnx", "onnx/embed_tokens.onnx", "onnx/decoder_model_merged.onnx",
    ];

    private readonly TemporaryFolder _folder = new();

    public ModelFolderChecksTests()
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

    [SkippableFact]
    public async Task FindProblems_PipeInsteadOfAFile_NamesItAtOnce()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no pipes as files.");
        foreach (var file in Files)
        {
            File.Move(_folder.File(file), _folder.File("aside"));
            using (var mkfifo = Process.Start("mkfifo", [_folder.File(file)]))
                await mkfifo.WaitForExitAsync();

            var problems = await Task.Run(() => MultimodalModel.FindProblems(_folder.Path)).WaitAsync(TimeSpan.FromSeconds(10));

            problems.Should().Contain(problem => problem.Contains(_folder.File(file)) && problem.EndsWith("not a regular file."));
            File.Move(_folder.File("aside"), _folder.File(file), overwrite: true);
        }
    }

    [Fact]
    public void FindProblems_HugeConfiguration_NamesTheLimit()
    {
        using (var file = File.OpenWrite(_folder.File("tokenizer_config.json")))
            file.SetLength(10L << 30);

        ShouldBe("*tokenizer_config.json' has * bytes, expected at most *");
    }

    [Fact]
    public void FindProblems_NothingFits_NamesEverything()
    {
        Edit("config.json", config => config["model_type"] = "telepathy");
        Edit("processor_config.json", config => config["image_processor"]!["image_processor_type"] = "CrystalBall");
        Edit("tokenizer.json", tokenizer => tokenizer["normalizer"] = Unknown("Spirits"));
        _folder.Write("chat_template.jinja", "{% if %}");
        _folder.Write("onnx/decoder_model_merged.onnx", "not a graph");
        File.Delete(_folder.File("onnx/embed_tokens.onnx"));

        ShouldBe("*lacks embed_tokens.onnx*", "*decoder_model_merged.onnx*", "*'Spirits'*", "*'CrystalBall'*", "*'telepathy'*", "*chat_template.jinja*");
    }

    [Fact]
    public void FindProblems_FilesMissing_NamesEachOnce()
    {
        foreach (var file in new[] { "config.json", "tokenizer.json", "processor_config.json", "onnx/decoder_model_merged.onnx" })
            File.Delete(_folder.File(file));

        ShouldBe("*lacks config.json.", "*lacks tokenizer.json.", "*lacks decoder_model_merged.onnx or *", "*lacks preprocessor_config.json or processor_config.json.");
    }

    [Fact]
    public void FindProblems_HeadTapNotFound_IsReportedWithTheRest()
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

    [Fact]
    public void FindProblems_AFile_SaysThatItIsOne() =>
        FluentActions.Invoking(() => MultimodalModel.FindProblems(_folder.File("config.json"))).Should().Throw<DirectoryNotFoundException>().WithMessage("*config.json*is a file*");

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer_config.json")]
    [InlineData("processor_config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("onnx/vision_encoder.onnx")]
    [InlineData("onnx/embed_tokens.onnx")]
    [InlineData("onnx/decoder_model_merged.onnx")]
    public void FindProblems_OneBrokenFile_IsReportedOnce(string file)
    {
        _folder.Write(file, "{ broken");

        ShouldBe($"*{Path.GetFileName(file)}*");
    }

    [Theory]
    [InlineData("config.json", "{")]
    [InlineData("config.json", """{"model_type": "llava", "text_config": 5}""")]
    [InlineData("processor_config.json", "[]")]
    [InlineData("onnx/decoder_model_merged.onnx", "no graph")]
    public void Open_SeveralProblems_ThrowsTheFirst(string file, string content)
    {
        _folder.Write(file, content);
        _folder.Write("chat_template.jinja", "{% if %}");

        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path)).Should().Throw<ModelFolderException>()
            .Which.Problems.Should().Equal(MultimodalModel.FindProblems(_folder.Path)[0]);
    }

    [Fact]
    public void Open_FilesMissing_ThrowsWithAProblemPerFile()
    {
        File.Delete(_folder.File("config.json"));
        File.Delete(_folder.File("tokenizer.json"));

        FluentActions.Invoking(() => MultimodalModel.Open(_folder.Path)).Should().Throw<ModelFolderException>()
            .Which.Problems.Should().Equal(MultimodalModel.FindProblems(_folder.Path)).And.HaveCount(2);
    }

    [Fact]
    public void FindProblems_WeightsMissing_NamesThem()
    {
        var path = _folder.File("onnx/decoder_model_merged.onnx");
        var graph = GraphEditing.Read(path);
        var weights = graph.Graph.Initializer.MaxBy(tensor => tensor.RawData.Length)!;
        weights.DataLocation = TensorProto.Types.DataLocation.External;
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "gone.onnx_data" });
        graph.Write(path);

        ShouldBe("*gone.onnx_data*missing*");
    }

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
