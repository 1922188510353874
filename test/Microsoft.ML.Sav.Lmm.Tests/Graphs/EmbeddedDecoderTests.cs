using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Tests.Graphs;

/// <summary>The embedded LMM: external weights, GroupQueryAttention, and a low-rank branch beside each projection.</summary>
public sealed class EmbeddedDecoderTests : IDisposable
{
    private const string File = "decoder_model_merged.onnx";
    private readonly GoldenDecoder _golden = new("smollm2-135m-vision", Repository.EmbeddedLmm);

    [Fact]
    public void Load_AttentionOutputWithTwoConsumers_FindsTheGoldenTaps()
    {
        var graph = _golden.Load(File);

        graph.Taps.Select(tap => tap.Tensor).Should().Equal(_golden.Taps(File));
        graph.Layout.Should().Be(HeadLayout.Uniform(30, 9, 64));
    }

    [Fact]
    public void Load_NoHints_TakesHeadsFromTheGraph() =>
        Lmm.Graphs.DecoderGraph.Load(_golden.PathOf(File)).Layout.Should().Be(HeadLayout.Uniform(30, 9, 64));

    [Fact]
    public void Tap_AllHeads_ReturnsTheGoldenHeadVectors()
    {
        using var session = new HeadGraphSession(_golden.Load(File).Tap(), optimize: true);

        foreach (var name in _golden.Cases)
        {
            var heads = session.Run(_golden.Hints, _golden.Prefill(name))[0];
            var expected = _golden.Values.ReadSingle($"{name}.heads");
            foreach (var (head, goldenHead) in heads.Chunk(64).Zip(expected.Chunk(64)))
                System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(head, goldenHead).Should().BeGreaterThan(0.999f);
        }
    }

    [Fact]
    public void Tap_FewHeads_CutsTheLayersAboveThem()
    {
        var graph = _golden.Load(File);
        HeadLayout keep = new([new Head(14, 8, 64), new Head(2, 3, 64)]);

        var head = graph.Tap(keep);

        head.Inputs.Should().Contain("past_key_values.14.key").And.NotContain("past_key_values.15.key");
        head.Bytes.Length.Should().BeLessThan(graph.Tap().Bytes.Length * 6 / 10);
    }

    public void Dispose() => _golden.Dispose();
}
