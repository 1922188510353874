using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Rewriting;

public sealed class CacheOutputsTests : IDisposable
{
    private const string Past = "past_key_values.0.key";
    private readonly GoldenDecoder _golden = new("llava");

    [Theory]
    [InlineData("decoder_model_merged.onnx")]
    [InlineData("decoder_model_merged_fp16.onnx")]
    [InlineData("decoder_dynamo.onnx")]
    [InlineData("decoder_genai_fp32.onnx")]
    public void Add_DecoderOfAnExporter_ReturnsKeysAndValuesOfTheLayersThatAreNeeded(string file)
    {
        var graph = _golden.Load(file).Tap(new FeatureLayout([new Feature(1, 2, 16)]), withCaches: true);

        graph.Caches.Select(cache => cache.Past).Should().BeEquivalentTo(
            "past_key_values.0.key", "past_key_values.0.value", "past_key_values.1.key", "past_key_values.1.value");
        ModelProto.Parser.ParseFrom(graph.Bytes).Graph.Output.Select(output => output.Name).Should().Equal(
            [HeadGraphFormat.HeadVectors, .. graph.Caches.Select(cache => cache.Present)]);
    }

    [Fact]
    public void Add_NotAskedFor_ReturnsHeadVectorsOnly() => _golden.Load("decoder_model_merged.onnx").Tap().Caches.Should().BeEmpty();

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void Add_TokensAreAppended_FindsThem(int axis)
    {
        var graph = Decoder(NodeProto.Create("Identity", "same", [Past]), NodeProto.Create("Concat", "both", ["same", "new"], ("axis", axis)));

        CacheOutputs.Add(graph).Should().Equal(new LayerCache(Past, "both"));
    }

    [Fact]
    public void Add_ComputesInAnotherType_ReturnsTheTypeThatItTakes()
    {
        var graph = Decoder(NodeProto.Create("Cast", "half", [Past], ("to", (long)DataType.Float16)), NodeProto.Create("Concat", "both", ["half", "new"], ("axis", 2)));

        var cache = CacheOutputs.Add(graph).Should().ContainSingle().Subject;

        var cast = graph.Node.Single(node => node.Output[0] == cache.Present);
        cast.OpType.Should().Be("Cast");
        cast.Input.Should().Equal("both");
        cast.Int("to").Should().Be((long)DataType.Float);
    }

    [Fact]
    public void Add_RowsMayContinueTogether_ExpandsOneRowToAll()
    {
        var graph = Decoder(Append());

        CacheOutputs.Add(graph);

        graph.Input.Single().Type.TensorType.Shape.Dim[0].DimValue.Should().Be(1);
        var expand = graph.Node.Single(node => node.OpType == "Expand");
        expand.Input[0].Should().Be(Past);
        graph.Node.Single(node => node.Output[0] == "both").Input[0].Should().Be(expand.Output[0]);
    }

    [Fact]
    public void Add_GroupQueryAttention_TakesTheCachesAsTheyAre()
    {
        var attention = NodeProto.Create("GroupQueryAttention", "heads", ["q", "k", "v", Past, "past_key_values.0.value"]);
        attention.Domain = "com.microsoft";
        attention.Output.AddRange(["keys", "values"]);
        var graph = Decoder(attention);
        graph.Input.Add(ValueInfoProto.Create("past_key_values.0.value", DataType.Float, "batch", 2, "past", 4));

        CacheOutputs.Add(graph).Should().Equal(new LayerCache(Past, "keys"), new LayerCache("past_key_values.0.value", "values"));
        graph.Node.Should().ContainSingle();
    }

    [Fact]
    public void Add_AttentionOfTheOnnxStandard_TakesItsOutputs()
    {
        var attention = NodeProto.Create("Attention", "heads", ["q", "k", "v", "", Past, "past_key_values.0.value"]);
        attention.Output.AddRange(["keys", "values"]);
        var graph = Decoder(attention);
        graph.Input.Add(ValueInfoProto.Create("past_key_values.0.value", DataType.Float, "batch", 2, "past", 4));

        CacheOutputs.Add(graph).Should().Equal(new LayerCache(Past, "keys"), new LayerCache("past_key_values.0.value", "values"));
    }

    [Theory]
    [InlineData("Concat", 1)] // heads
    [InlineData("Mul", 0)]
    public void Add_CacheDoesSomethingElse_AddsNothing(string operation, int axis) =>
        ExpectNothing(Decoder(NodeProto.Create(operation, "both", [Past, "new"], ("axis", axis))));

    [Fact]
    public void Add_NewTokensComeFirst_AddsNothing() => ExpectNothing(Decoder(NodeProto.Create("Concat", "both", ["new", Past], ("axis", 2))));

    [Fact]
    public void Add_StateOfAConvolution_AddsNothing()
    {
        var graph = Decoder(Append(), NodeProto.Create("Concat", "state", ["past_conv.1", "new"], ("axis", 2)));
        graph.Input.Add(ValueInfoProto.Create("past_conv.1", DataType.Float, "batch", 8, 3));

        ExpectNothing(graph);
    }

    [Theory]
    [InlineData("token_type_ids")] // Gemma 3: a token of an image sees those behind it
    [InlineData("pixel_values")]
    public void Add_FirstTokensNeedTheWholePrompt_AddsNothing(string input)
    {
        var graph = Decoder(Append());
        graph.Input.Add(ValueInfoProto.Create(input, DataType.Int64, "batch", "tokens"));

        ExpectNothing(graph);
    }

    [Fact]
    public void Add_GraphChoosesByLength_AddsNothing() => ExpectNothing(Decoder(Append(), NodeProto.Create("If", "rotary", ["is_long"])));

    public void Dispose() => _golden.Dispose();

    private static NodeProto Append() => NodeProto.Create("Concat", "both", [Past, "new"], ("axis", 2));

    private static GraphProto Decoder(params NodeProto[] nodes) => new()
    {
        Input = { ValueInfoProto.Create(Past, DataType.Float, "batch", 2, "past", 4) },
        Node = { nodes },
    };

    private static void ExpectNothing(GraphProto graph)
    {
        CacheOutputs.Add(graph).Should().BeEmpty();

        graph.Output.Should().BeEmpty();
    }
}
