using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.HeadGraphs;

namespace Microsoft.ML.Sav.Onnx.Tests.HeadGraphs;

/// <summary>The embedded LMM: external weights, GroupQueryAttention, and a low-rank branch beside each projection.</summary>
public sealed class EmbeddedDecoderTests : IDisposable
{
    private const string File = "decoder_model_merged.onnx";
    private const GraphOptimizationLevel Level = GraphOptimizationLevel.ORT_ENABLE_ALL; // as the golden values
    private readonly GoldenDecoder _golden = new("smollm2-135m-vision", Repository.EmbeddedLmm);

    [Fact]
    public void Load_AttentionOutputWithTwoConsumers_FindsTheGoldenTaps()
    {
        var graph = _golden.Load(File);

        graph.Taps.Select(tap => tap.Tensor).Should().Equal(_golden.Taps(File));
        graph.Layout.Should().Equal(FeatureLayout.CreateUniform(30, 9, 64));
    }

    [Fact]
    public void Load_NoHints_TakesHeadsFromTheGraph() =>
        DecoderGraph.Load(_golden.PathOf(File)).Layout.Should().Equal(FeatureLayout.CreateUniform(30, 9, 64));

    [Fact]
    public void Tap_AllHeads_ReturnsWhatTheWholeDecoderComputesHere()
    {
        using var whole = new WholeDecoder(_golden.PathOf(File), _golden.Taps(File), Level);
        using var tapped = new HeadGraphSession(_golden.Load(File).Tap(), Level);

        foreach (var prompt in _golden.Cases.Select(name => _golden.Prefill(name)))
            RelativeError.Of(tapped.Run(_golden.Hints, prompt)[0], whole.Run(_golden.Hints, prompt)).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Tap_AllHeads_ReturnsTheGoldenHeadVectors()
    {
        using var session = new HeadGraphSession(_golden.Load(File).Tap(), Level);

        foreach (var name in _golden.Cases)
        {
            var heads = session.Run(_golden.Hints, _golden.Prefill(name))[0];
            var expected = _golden.Values.ReadSingle($"{name}.heads");
            Cosine(heads, expected).Should().BeGreaterThan(0.999f);
            LeastCosine(heads, expected).Should().BeGreaterThan(EightBitRounding.LeastCosine);
        }
    }

    [Fact]
    public void WithFloatActivations_AllHeads_ReturnsTheOriginalModelsHeadVectors()
    {
        using var session = new HeadGraphSession(_golden.Load(File).Tap().WithFloatActivations(), Level);

        foreach (var name in _golden.Cases)
            LeastCosine(session.Run(_golden.Hints, _golden.Prefill(name))[0], _golden.Values.ReadSingle($"{name}.heads_fp32")).Should().BeGreaterThan(0.9999f);
    }

    [Fact]
    public void Tap_WeightsOnlyStoredInHalfPrecision_ComputesInSingle()
    {
        using var halfPrecision = new GoldenDecoder("llava");

        _golden.Load(File).Tap().IsHalfPrecision.Should().BeFalse();
        halfPrecision.Load("decoder_model_merged_fp16.onnx").Tap().IsHalfPrecision.Should().BeTrue();
    }

    [Fact]
    public void Tap_FewHeads_CutsTheLayersAboveThem()
    {
        var graph = _golden.Load(File);
        FeatureLayout keep = new([new Feature(14, 8, 64), new Feature(2, 3, 64)]);

        var head = graph.Tap(keep);

        head.Inputs.Should().Contain("past_key_values.14.key").And.NotContain("past_key_values.15.key");
        head.Bytes.Length.Should().BeLessThan(graph.Tap().Bytes.Length * 6 / 10);
    }

    // over the heads
    private static float LeastCosine(float[] actual, float[] expected)
    {
        actual.Should().HaveSameCount(expected);
        return actual.Chunk(64).Zip(expected.Chunk(64), Cosine).Min();
    }

    private static float Cosine(float[] actual, float[] expected) => TensorPrimitives.CosineSimilarity<float>(actual, expected);

    public void Dispose() => _golden.Dispose();
}
