using System.Text.Json.Nodes;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Tests.Decoders;

/// <summary>Decoders with which prompts run as a whole, whatever they share.</summary>
public sealed class UnsuitableDecoderTests : IDisposable
{
    private const string DecoderFile = "onnx/decoder_model_merged.onnx";
    private readonly TemporaryFolder _folder = new();

    public UnsuitableDecoderTests()
    {
        foreach (var name in new[] { "config.json", "tokenizer.json", "tokenizer_config.json", "processor_config.json", "chat_template.jinja", "onnx/embed_tokens.onnx", "onnx/vision_encoder.onnx", DecoderFile })
            _folder.Copy("smolvlm", name);
    }

    [Fact]
    public void ExtractAll_TokensSeeThoseBehindThem_RunsWholePrompts()
    {
        EditDecoder(graph =>
        {
            var causal = graph.Node.Single(node => node.OpType == "LessOrEqual");
            var mask = causal.Output[0];
            causal.Output[0] = "causal";
            graph.Node.Add(NodeProto.Create("Not", "not_causal", ["causal"]));
            graph.Node.Add(NodeProto.Create("Or", mask, ["causal", "not_causal"]));
        });

        ExpectWholePrompts();

        using var original = MultimodalModel.Open(Repository.Fixture("smolvlm"));
        using var edited = MultimodalModel.Open(_folder.Path);
        var prompt = SharedPrefix.QuestionsAbout("wide.png")[0];
        RelativeError.Of(Extract(edited, prompt), Extract(original, prompt)).Should().BeGreaterThan(1e-2, "the mask must count");
    }

    [Fact]
    public void ExtractAll_ExportFailsWithEarlierTokens_RunsWholePrompts()
    {
        EditDecoder(graph =>
        {
            // positions and mask can only be added where they are of one length
            foreach (var node in graph.Node.Where(node => node.Input.Contains("position_ids")))
                node.Input[node.Input.IndexOf("position_ids")] = "positions";
            graph.Node.Add(NodeProto.Create("Sub", "zero", ["attention_mask", "attention_mask"]));
            graph.Node.Add(NodeProto.Create("Add", "positions", ["position_ids", "zero"]));
        });

        ExpectWholePrompts();
    }

    [Theory]
    [InlineData("sliding_window")]
    [InlineData("max_position_embeddings")]
    public void ExtractAll_PromptsLongerThanTheWindow_RunsWholePrompts(string limit)
    {
        var config = JsonNode.Parse(File.ReadAllText(_folder.File("config.json")))!;
        config["text_config"]![limit] = 64;
        _folder.Write("config.json", config.ToJsonString());

        ExpectWholePrompts(hasWarning: false);
    }

    [Fact]
    public void ExtractAll_RowsQuantisedTogether_RunsWholePrompts()
    {
        using var model = MultimodalModel.Open(Repository.Fixture("llava"), new LmmOptions { DecoderFile = "decoder_model_merged_int8.onnx", PrefixCaching = true });

        ExpectWholePrompts(model, hasWarning: true, "wide.png", "photo.jpg");
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Extract(MultimodalModel model, Prompt prompt)
    {
        using var extractor = model.CreateFeatureExtractor();
        return extractor.Extract(prompt);
    }

    private void ExpectWholePrompts(bool hasWarning = true)
    {
        using var model = MultimodalModel.Open(_folder.Path, new LmmOptions { PrefixCaching = true });
        ExpectWholePrompts(model, hasWarning, "wide.png");
    }

    private static void ExpectWholePrompts(MultimodalModel model, bool hasWarning, params string[] images)
    {
        using var extractor = model.CreateFeatureExtractor();
        var prompts = SharedPrefix.QuestionsAbout(images);
        var before = extractor.TokenCount; // the decoder is tried with a sample first

        extractor.ExtractAll(prompts).Should().HaveSameCount(prompts);

        (extractor.TokenCount - before).Should().Be(prompts.Sum(prompt => SharedPrefix.Tokens(model, prompt).Length));
        model.Warnings.Any(warning => warning.StartsWith("PrefixCaching is off", StringComparison.Ordinal)).Should().Be(hasWarning);
    }

    private void EditDecoder(Action<GraphProto> edit)
    {
        var decoder = GraphEditing.Read(_folder.File(DecoderFile));
        edit(decoder.Graph);
        decoder.Write(_folder.File(DecoderFile));
    }
}
