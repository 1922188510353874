using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class InspectCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("decoder_model_merged.onnx")]
    [InlineData("decoder_dynamo.onnx")]
    [InlineData("decoder_genai_int4.onnx")]
    public void Inspect_Json_DecoderOfFixture_NamesItsHeadTensors(string decoder)
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("llava", "golden.json")));

        var sav = SavProcess.Run("inspect", Repository.Fixture("llava"), "--decoder", decoder, "--json");

        sav.ShouldSucceed();
        Texts(sav.Json.GetProperty("layers"), "tensor").Should().Equal(
            golden.RootElement.GetProperty("taps").GetProperty(decoder).EnumerateArray().Select(tensor => tensor.GetString()));
    }

    [Fact]
    public void Inspect_Json_MultimodalModel_DescribesIt()
    {
        var sav = SavProcess.Run("inspect", Repository.Fixture("llava"), "--json");

        sav.ShouldSucceed();
        var report = sav.Json;
        report.GetProperty("family").GetString().Should().Be("llava");
        report.GetProperty("fingerprint").GetString().Should().MatchRegex("^[0-9a-f]{64}$");
        report.GetProperty("heads").GetInt32().Should().Be(24);
        report.GetProperty("layers").EnumerateArray().Should().HaveCount(4).And.AllSatisfy(layer =>
            (layer.GetProperty("heads").GetInt32(), layer.GetProperty("head_size").GetInt32()).Should().Be((6, 16)));
        report.GetProperty("missing").GetArrayLength().Should().Be(0);
        Texts(report.GetProperty("features"), "kind").Should().Equal("LastToken", "TokenMean", "VisionEncoder", "Projector");
        report.GetProperty("missing_features").GetArrayLength().Should().Be(0);
        report.GetProperty("example").GetProperty("seconds").GetDouble().Should().BePositive();
        Texts(report.GetProperty("inputs"), "file").Distinct().Should()
            .Equal("onnx/vision_encoder.onnx", "onnx/embed_tokens.onnx", "onnx/decoder_model_merged.onnx");
        var pixels = report.GetProperty("inputs").EnumerateArray().First(input => input.GetProperty("name").GetString() == "pixel_values");
        pixels.GetProperty("type").GetString().Should().Be("float");
        pixels.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetString()).Should().Equal("batch_size", "3", "32", "32");
    }

    [Fact]
    public void Inspect_Tables_TextModel_HaveOneLineForTheCacheOfAllLayers()
    {
        var sav = SavProcess.Run("inspect", Repository.Fixture("llama_text"));

        sav.ShouldSucceed();
        sav.Output.Should().Contain("4 layers x 6 heads x 8").And.Contain("past_key_values.*.key (4)").And.MatchRegex("missing +nothing");
    }

    [Theory]
    [InlineData("{% if %}", "*chat_template.jinja*fails on line 1*")]
    [InlineData("{{ raise_exception('Say nothing.') }}", "*Say nothing.*")]
    public void Inspect_FolderThatCannotBeUsed_ReportsWhatIsWrongAndFails(string template, string problem)
    {
        var folder = _folder.CopyFolder(Repository.Fixture("llama_text"), "lmm");
        File.WriteAllText(Path.Combine(folder, "chat_template.jinja"), template);

        var sav = SavProcess.Run("inspect", folder, "--json");

        sav.ExitCode.Should().Be(1);
        sav.Error.Should().Match($"sav: The LMM in '*' cannot be used: {problem}");
        sav.Json.GetProperty("missing").EnumerateArray().Should().ContainSingle().Which.GetString().Should().Match(problem);
        sav.Json.GetProperty("layers").GetArrayLength().Should().Be(4);
    }

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("config.json")]
    public void Inspect_NecessaryFileMissing_NamesIt(string file)
    {
        var folder = _folder.CopyFolder(Repository.Fixture("llama_text"), "lmm");
        File.Delete(Path.Combine(folder, file));

        var sav = SavProcess.Run("inspect", folder);

        sav.ExitCode.Should().Be(1);
        sav.Error.Should().Match($"sav: The LMM in '{folder}' cannot be used: The LMM folder '*' lacks {file}.\n");
        sav.Output.Should().MatchRegex($"missing +The LMM folder '.*' lacks {file}\\.");
    }

    [Fact]
    public void Inspect_SeveralThingsWrong_ReportsAll()
    {
        var folder = _folder.CopyFolder(Repository.Fixture("llava"), "lmm");
        File.Delete(Path.Combine(folder, "tokenizer.json"));
        File.Delete(Path.Combine(folder, "onnx", "embed_tokens.onnx"));
        Replace("config.json", "\"model_type\": \"llava\"", "\"model_type\": \"telepathy\"");
        Replace("processor_config.json", "CLIPImageProcessor", "CrystalBall");
        Replace("chat_template.jinja", "", "{% if %}");
        string[] expected = ["*lacks tokenizer.json.", "*lacks embed_tokens.onnx*", "*'CrystalBall'*", "*'telepathy'*", "*chat_template.jinja*"];

        var sav = SavProcess.Run("inspect", folder, "--json");

        sav.ExitCode.Should().Be(1);
        sav.Error.Should().Match($"sav: The LMM in '{folder}' cannot be used: {string.Concat(expected)}");
        sav.Json.GetProperty("folder").GetString().Should().Be(folder);
        sav.Json.GetProperty("missing").EnumerateArray().Should().SatisfyRespectively(
            expected.Select(problem => (Action<JsonElement>)(found => found.GetString().Should().Match(problem))));

        void Replace(string file, string old, string @new)
        {
            var path = Path.Combine(folder, file);
            var text = File.ReadAllText(path);
            File.WriteAllText(path, old.Length == 0 ? @new : text.Replace(old, @new, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Inspect_BrokenGraph_IsNamedWithTheOtherProblems()
    {
        var folder = _folder.CopyFolder(Repository.Fixture("llava"), "lmm");
        File.WriteAllText(Path.Combine(folder, "onnx", "vision_encoder.onnx"), "no graph");
        File.WriteAllText(Path.Combine(folder, "chat_template.jinja"), "{% if %}");

        var sav = SavProcess.Run("inspect", folder);

        sav.ExitCode.Should().Be(1);
        sav.Error.Should().Match("sav: The LMM in '*' cannot be used: *vision_encoder.onnx' is not an ONNX model*chat_template.jinja*");
        sav.Output.Should().MatchRegex("missing +.*vision_encoder.onnx").And.MatchRegex("missing +.*chat_template.jinja").And.Contain("4 layers x 6 heads x 16");
    }

    [Fact]
    public void Inspect_NoFolder_NamesIt() => SavProcess.Run("inspect", _folder.File("none")).ShouldFail("There is no LMM folder '*none'.");

    [Fact]
    public void Inspect_UnknownDecoder_NamesIt() =>
        SavProcess.Run("inspect", Repository.Fixture("llava"), "--decoder", "other.onnx").Error
            .Should().Match("sav: The LMM in '*' cannot be used: The LMM folder '*' lacks the decoder 'other.onnx'.\n");

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string?> Texts(JsonElement objects, string property) =>
        objects.EnumerateArray().Select(item => item.GetProperty(property).GetString());
}
