using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.HeadGraphs;

/// <summary>Error messages if the head vectors of a decoder cannot be found.</summary>
public sealed class DecoderErrorsTests
{
    private readonly SyntheticDecoder _decoder = new();

    [Fact]
    public void Load_CacheOfUnknownAttention_NamesLayerAndOutput()
    {
        var (_, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6, "present.0.value");
        _decoder.Output("present.1.value", _decoder.Add("Sigmoid", [x]), "batch", "tokens", SyntheticDecoder.Hidden);
        _decoder.End(x);

        var load = () => _decoder.Load();

        load.Should().Throw<OnnxModelException>().WithMessage("*layers 1 *present.1.value*GroupQueryAttention*HeadTaps*");
    }

    [Fact]
    public void Load_FewerAttentionsThanLayers_ReportsTheirNumber()
    {
        var (_, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6);
        _decoder.End(x);

        var load = () => _decoder.Load(new DecoderHints { LayerCount = 2, HeadCounts = [2] });

        load.Should().Throw<OnnxModelException>().WithMessage("*layers 0, 1 *1 such*");
    }

    [Fact]
    public void Load_NumberOfHeadsNowhere_AsksForIt()
    {
        var (_, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6);
        _decoder.End(x);

        var load = () => _decoder.Load();

        load.Should().Throw<OnnxModelException>().WithMessage("*number of heads in layer 0*num_attention_heads*");
    }

    [Fact]
    public void Load_HeadsDoNotDivideTheTensor_Throws()
    {
        var (_, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6);
        _decoder.End(x);

        var load = () => _decoder.Load(new DecoderHints { HeadCounts = [5] });

        load.Should().Throw<OnnxModelException>().WithMessage("*12 values of layer 0*5 heads*");
    }

    [Fact]
    public void Load_HeadsDisagreeWithTheCache_Throws()
    {
        var (_, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6);
        _decoder.Output("present.0.value", _decoder.Graph.Node.First(node => node.OpType == "Transpose").Output[0], "batch", 2, "tokens", 5);
        _decoder.End(x);

        var load = () => _decoder.Load(new DecoderHints { HeadCounts = [2] });

        load.Should().Throw<OnnxModelException>().WithMessage("*12 values of layer 0*2 heads of size 5*");
    }

    [Fact]
    public void Load_TwoAttentionsReadOneLayersCache_AsksForTheTap()
    {
        var values = _decoder.Heads(SyntheticDecoder.Embeds, heads: 2, size: 6);
        _decoder.Output("present.0.value", values, "batch", 2, "tokens", 6);
        string Attention(string x) => _decoder.MergeHeads(_decoder.Attend(_decoder.Heads(x, 2, 6), _decoder.Heads(x, 2, 6), values), 12);
        var x = _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, Attention(SyntheticDecoder.Embeds), 12);
        var y = _decoder.ProjectAndAdd(x, Attention(x), 12);
        _decoder.End(_decoder.Layer(y, heads: 2, size: 6, "present.1.value").Result);

        var load = () => _decoder.Load();

        load.Should().Throw<OnnxModelException>().WithMessage("*several attentions read the output 'present.0.value'*HeadTaps*layer 0*");
    }

    [Fact]
    public void Load_ProductPerHead_IsNotTheProjection()
    {
        string Heads() => _decoder.Heads(SyntheticDecoder.Embeds, heads: 2, size: 6);
        var attended = _decoder.Attend(Heads(), Heads(), Heads());
        var perHead = _decoder.Add("MatMul", [attended, _decoder.Weight(2, 6, SyntheticDecoder.Hidden)]);
        _decoder.End(_decoder.Add("ReduceSum", [perHead, _decoder.Int64(1)], ("keepdims", 0)));

        var load = () => _decoder.Load(new DecoderHints { LayerCount = 1, HeadCounts = [2] });

        load.Should().Throw<OnnxModelException>().WithMessage("*layers 0 *0 such*");
    }

    [Fact]
    public void Load_OldOperatorSet_Throws()
    {
        var decoder = new SyntheticDecoder(operatorSet: 11);
        decoder.Output("logits", SyntheticDecoder.Embeds);

        var load = () => decoder.Load();

        load.Should().Throw<OnnxModelException>().WithMessage("*version 11 *version 12*");
    }

    [Fact]
    public void Tap_ExternalWeightsMissing_NamesTheFile()
    {
        var (_, x) = _decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6, "present.0.value");
        _decoder.End(x);
        var weight = _decoder.Graph.Initializer[0];
        weight.DataLocation = DataLocation.External;
        weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.onnx_data" });

        var tap = () => _decoder.Load().Tap();

        tap.Should().Throw<OnnxModelException>().WithMessage("*weights.onnx_data*");
    }
}
