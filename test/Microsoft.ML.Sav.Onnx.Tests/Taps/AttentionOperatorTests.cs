namespace Microsoft.ML.Sav.Onnx.Tests.Taps;

/// <summary>The Attention operator of opset 23, with keys and values of one head for two heads of queries.</summary>
public sealed class AttentionOperatorTests
{
    private readonly SyntheticDecoder _decoder = new(operatorSet: 23);

    [Fact]
    public void Load_ThreeDimensions_TapsTheOperatorsOutput()
    {
        string Projected(int width) => _decoder.Add("MatMul", [SyntheticDecoder.Embeds, _decoder.Weight(SyntheticDecoder.Hidden, width)]);
        var attention = _decoder.AddNode("Attention", [Projected(12), Projected(6), Projected(6)], 3, ("q_num_heads", 2), ("kv_num_heads", 1), ("is_causal", 1));
        _decoder.Output("present.0.value", attention.Output[2], "batch", 1, "tokens", 6);

        ExpectTap(attention.Output[0], new DecoderHints());
    }

    [Fact]
    public void Load_FourDimensions_TapsTheMergedHeads()
    {
        string Heads(int heads) => _decoder.Heads(SyntheticDecoder.Embeds, heads, 6);
        var attention = _decoder.AddNode("Attention", [Heads(2), Heads(1), Heads(1)], 1, ("is_causal", 1));

        ExpectTap(_decoder.MergeHeads(attention.Output[0], 12), new DecoderHints { HeadCounts = [2] });
    }

    private void ExpectTap(string tensor, DecoderHints hints)
    {
        _decoder.End(_decoder.ProjectAndAdd(SyntheticDecoder.Embeds, tensor, 12));

        var graph = _decoder.Load(hints);

        graph.Taps.Should().Equal(new LayerTap(0, tensor, 2, 6));
        SyntheticDecoder.Run(graph.Tap(), 2, 1).Should().BeEquivalentTo(_decoder.RunWhole(graph.Taps, 2, 1), options => options.WithStrictOrdering());
    }
}
