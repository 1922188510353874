using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Lmm.Tests.Encoders;

/// <summary>
/// Image features for deeper layers, from an output of the vision encoder to the decoder's input of the same name. Here the decoder adds
/// them to its embeddings, so that an encoder that returns its features twice does the same as one that returns twice its features.
/// </summary>
public sealed class DeepstackTests : IDisposable
{
    private const string Features = "image_features";
    private const string Deepstack = "deepstack_features_0";
    private readonly TemporaryFolder _folder = new();

    public DeepstackTests()
    {
        foreach (var name in new[] { "config.json", "tokenizer.json", "tokenizer_config.json", "processor_config.json", "chat_template.jinja", "onnx/embed_tokens.onnx" })
            _folder.Copy("llava", name);
    }

    [Fact]
    public void Extract_EncoderWithTwoOutputs_ReachesTheDecoder()
    {
        var prompts = new[] { GoldenCase.Read("llava", 0), GoldenCase.Read("llava", 9) }; // the last one without an image
        WriteModel(doubled: true);
        var expected = Extract(prompts);
        WriteModel(doubled: false);

        var actual = Extract(prompts);

        RelativeError.Of(actual[0], expected[0]).Should().BeLessThan(1e-5);
        RelativeError.Of(actual[1], expected[1]).Should().BeLessThan(1e-5);
        RelativeError.Of(actual[0], prompts[0].Heads).Should().BeGreaterThan(1e-2, "the deeper features must count");
    }

    public void Dispose() => _folder.Dispose();

    private float[][] Extract(GoldenCase[] prompts)
    {
        using var model = MultimodalModel.Open(_folder.Path);
        using var extractor = model.CreateFeatureExtractor();
        return [.. extractor.ExtractAll(prompts.Select(golden => golden.Prompt))];
    }

    private void WriteModel(bool doubled)
    {
        var vision = GraphEditing.Read(Repository.Fixture("llava", "onnx", "vision_encoder.onnx")).Rename(name => name == Features ? "once" : name);
        vision.Graph.Node.Add(NodeProto.Create(doubled ? "Add" : "Identity", Features, doubled ? ["once", "once"] : ["once"]));
        vision.Graph.Node.Add(NodeProto.Create("Identity", Deepstack, ["once"]));
        vision.Graph.Output.Clear();
        vision.Graph.Output.Add(ValueInfoProto.Create(Features, DataType.Float, "images", "features", 48));
        if (!doubled)
            vision.Graph.Output.Add(ValueInfoProto.Create(Deepstack, DataType.Float, "images", "features", 48));
        vision.Write(_folder.File("onnx/vision_encoder.onnx"));

        var decoder = GraphEditing.Read(Repository.Fixture("llava", "onnx", "decoder_model_merged.onnx"));
        if (!doubled)
        {
            decoder.Rename(name => name == "inputs_embeds" ? "sum" : name);
            decoder.Graph.Input.Single(input => input.Name == "sum").Name = "inputs_embeds";
            decoder.Graph.Input.Add(ValueInfoProto.Create(Deepstack, DataType.Float, "batch_size", "sequence_length", 48));
            decoder.Graph.Node.Insert(0, NodeProto.Create("Add", "sum", ["inputs_embeds", Deepstack]));
        }
        decoder.Write(_folder.File("onnx/decoder_model_merged.onnx"));
    }
}
