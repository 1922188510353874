using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Taps;

/// <summary>How layers are distinguished and numbered.</summary>
public sealed class LayerNumberingTests
{
    private readonly SyntheticDecoder _decoder = new();

    [Fact]
    public void Load_LayersDiffer_GivesEachItsHeads()
    {
        var (first, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6, "present.0.value");
        var (second, y) = _decoder.Layer(x, heads: 3, size: 4, "present.1.value");
        _decoder.End(y);

        var graph = _decoder.Load();

        graph.Taps.Should().Equal(new LayerTap(0, first, 2, 6), new LayerTap(1, second, 3, 4));
        SyntheticDecoder.Run(graph.Tap(), 0, 2).Should().BeEquivalentTo(_decoder.RunWhole(graph.Taps, 0, 2));
    }

    [Fact]
    public void Load_NoCacheOutputs_NumbersLayersInOrder()
    {
        var (first, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6);
        var (second, y) = _decoder.Layer(x, heads: 3, size: 4);
        _decoder.End(y);

        var graph = _decoder.Load(new DecoderHints { LayerCount = 2, HeadCounts = [2, 3] });

        graph.Taps.Should().Equal(new LayerTap(0, first, 2, 6), new LayerTap(1, second, 3, 4));
    }

    [Fact]
    public void Load_NoCacheOutputsAndLayersWithoutAttention_NumbersByTheConfiguration()
    {
        var (tap, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6);
        _decoder.End(_decoder.FeedForward(x));

        var graph = _decoder.Load(new DecoderHints { LayerCount = 3, AttentionLayers = [1], HeadCounts = [2] });

        graph.Taps.Should().Equal(new LayerTap(1, tap, 2, 6));
        graph.LayersWithoutHeads.Should().Equal(0, 2);
    }

    [Fact]
    public void Load_ConvolutionLayers_AreReported()
    {
        _decoder.Output("present_conv.0", _decoder.FeedForward(SyntheticDecoder.Embeds), "batch", "tokens", SyntheticDecoder.Hidden);
        var (tap, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6, "present.1.value");
        _decoder.End(x);

        var graph = _decoder.Load();

        graph.Taps.Should().Equal(new LayerTap(1, tap, 2, 6));
        graph.LayersWithoutHeads.Should().Equal(0);
    }

    [Fact]
    public void Load_VisionTowerInTheSameGraph_IsNotTheDecoders()
    {
        var (_, features) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 4, size: 2);
        var (tap, x) = _decoder.Layer(features, heads: 2, size: 6, "present.0.value");
        _decoder.End(x);

        _decoder.Load().Taps.Should().Equal(new LayerTap(0, tap, 2, 6));
    }

    [Fact]
    public void Load_LayerReadsAnEarlierLayersCache_FollowsTheLayerBefore()
    {
        var values = _decoder.Heads(SyntheticDecoder.Embeds, 2, 6);
        _decoder.Output("present.0.value", values, "batch", 2, "tokens", 6);
        var (first, x) = Attention(SyntheticDecoder.Embeds, values);
        var (second, y) = Attention(x, values);
        _decoder.End(y);

        var graph = _decoder.Load(new DecoderHints { HeadCounts = [2] });

        graph.Taps.Should().Equal(new LayerTap(0, first, 2, 6), new LayerTap(1, second, 2, 6));
    }

    [Theory]
    [InlineData("present.7.value")]
    [InlineData("present_key_values.7.value")]
    [InlineData("present.7.decoder.value")]
    [InlineData("present_value_7")]
    [InlineData("cache_v7_out", "cache_v%d_out")]
    public void Load_CacheOutput_NumbersTheLayer(string valueOutput, string? pattern = null)
    {
        var (tap, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6, valueOutput);
        _decoder.End(x);

        _decoder.Load(new DecoderHints { PresentValueName = pattern }).Taps.Should().Equal(new LayerTap(7, tap, 2, 6));
    }

    [Theory]
    [InlineData("present_key_values.7.key")]
    [InlineData("present.7.encoder.value")]
    [InlineData("value_states")]
    public void Load_OtherOutput_NumbersNoLayer(string output)
    {
        var (tap, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6, output);
        _decoder.End(x);

        _decoder.Load(new DecoderHints { HeadCounts = [2] }).Taps.Should().Equal(new LayerTap(0, tap, 2, 6));
    }

    [Fact]
    public void Load_BranchWithACache_TakesTheOtherBranch()
    {
        var outer = _decoder.Graph;
        outer.Input.Add(ValueInfoProto.Create("use_cache_branch", DataType.Bool, 1));
        outer.Input.Add(ValueInfoProto.Create("past_key_values.0.value", DataType.Float, "batch", 2, "past", 6));
        var withPast = _decoder.Graph = new GraphProto { Name = "with_past" };
        withPast.Output.Add(ValueInfoProto.Create("past_logits", DataType.Float, "batch", "tokens", SyntheticDecoder.Hidden));
        withPast.Node.Add(NodeProto.Create("Add", "past_logits", [SyntheticDecoder.Embeds, "past_key_values.0.value"]));
        var withoutPast = _decoder.Graph = new GraphProto { Name = "no_past" };
        var (tap, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6);
        _decoder.End(x);
        _decoder.Graph = outer;
        var branches = _decoder.AddNode("If", ["use_cache_branch"], 1);
        branches.Attribute.Add(new AttributeProto { Name = "then_branch", Type = AttributeProto.Types.AttributeType.Graph, G = withPast });
        branches.Attribute.Add(new AttributeProto { Name = "else_branch", Type = AttributeProto.Types.AttributeType.Graph, G = withoutPast });
        outer.Output.Add(ValueInfoProto.Create(branches.Output[0], DataType.Float, "batch", "tokens", SyntheticDecoder.Hidden));

        var graph = _decoder.Load(new DecoderHints { LayerCount = 1, HeadCounts = [2] });

        graph.Taps.Should().Equal(new LayerTap(0, tap, 2, 6));
        graph.Tap().Inputs.Should().BeEquivalentTo("inputs_embeds", "last_token");
        SyntheticDecoder.Run(graph.Tap(), 2, 2).Should().HaveCount(2);
    }

    [Fact]
    public void Load_LayersAreFunctions_FindsTheTapsInside()
    {
        var outer = _decoder.Graph;
        _decoder.Graph = new GraphProto();
        var (_, y) = _decoder.Layer("x", heads: 2, size: 6);
        var weights = outer.Initializer.Select(tensor => tensor.Name).ToList();
        _decoder.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "layers", Version = 1 });
        _decoder.Model.Functions.Add(new FunctionProto
        {
            Domain = "layers",
            Name = "Layer",
            Input = { weights.Prepend("x") },
            Output = { y },
            Node = { _decoder.Graph.Node },
            OpsetImport = { _decoder.Model.OpsetImport[0] },
        });
        _decoder.Graph = outer;
        var first = _decoder.AddNode("Layer", weights.Prepend(SyntheticDecoder.Embeds), 1);
        var second = _decoder.AddNode("Layer", weights.Prepend(first.Output[0]), 1);
        (first.Domain, second.Domain) = ("layers", "layers");
        _decoder.End(second.Output[0]);

        var graph = _decoder.Load(new DecoderHints { LayerCount = 2, HeadCounts = [2] });

        graph.Taps.Select(tap => (tap.Layer, tap.HeadCount, tap.HeadSize)).Should().Equal((0, 2, 6), (1, 2, 6));
        SyntheticDecoder.Run(graph.Tap(), 2, 2).Should().HaveCount(2);
    }

    [Fact]
    public void Load_NodesOutOfOrder_FindsTheTaps()
    {
        var (tap, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6, "present.0.value");
        _decoder.End(x);
        var nodes = _decoder.Graph.Node.Reverse().ToList();
        _decoder.Graph.Node.Clear();
        _decoder.Graph.Node.AddRange(nodes);

        var graph = _decoder.Load();

        graph.Taps.Should().Equal(new LayerTap(0, tap, 2, 6));
        SyntheticDecoder.Run(graph.Tap(), 2, 2).Should().HaveCount(2);
    }

    private (string Tap, string Result) Attention(string x, string values)
    {
        var tap = _decoder.MergeHeads(_decoder.Attend(_decoder.Heads(x, 2, 6), _decoder.Heads(x, 2, 6), values), 12);
        return (tap, _decoder.ProjectAndAdd(x, tap, 12));
    }
}
