using Google.Protobuf;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Taps;

/// <summary>Forms of the graph between an attention and its output projection. 2 heads of size 6 throughout.</summary>
public sealed class OutputProjectionTests
{
    private const int Heads = 2;
    private const int Size = 6;
    private const int Width = Heads * Size;
    private static readonly DecoderHints Hints = new() { HeadCounts = [Heads] };
    private readonly SyntheticDecoder _decoder = new();

    [Fact]
    public void LowRankBranch_SharesTheTap()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, Heads, Size);
        var down = _decoder.Add("MatMul", [_decoder.Add("Dropout", [merged]), _decoder.Weight(Width, 2)]);
        var up = _decoder.Add("MatMul", [down, _decoder.Weight(2, SyntheticDecoder.Hidden)]);
        var projected = _decoder.Add("MatMul", [merged, _decoder.Weight(Width, SyntheticDecoder.Hidden)]);
        ExpectTap(merged, _decoder.Add("Add", [projected, up]));
    }

    [Fact]
    public void SigmoidGate_TapIsTheGatedTensor()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, Heads, Size);
        var gate = _decoder.Add("Sigmoid", [_decoder.Add("MatMul", [SyntheticDecoder.Embeds, _decoder.Weight(SyntheticDecoder.Hidden, Width)])]);
        var gated = _decoder.Add("Mul", [merged, gate]);
        ExpectTap(gated, _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, gated, Width));
    }

    [Fact]
    public void NormInParts_TapIsTheNormalisedTensor()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, Heads, Size);
        var squares = _decoder.Add("Mul", [merged, merged]);
        var mean = _decoder.Add("ReduceMean", [squares], ("keepdims", 1));
        var root = _decoder.Add("Sqrt", [_decoder.Add("Add", [mean, _decoder.Weight(1)])]);
        var normalised = _decoder.Add("Mul", [_decoder.Add("Div", [merged, root]), _decoder.Weight(Width)]);
        ExpectTap(normalised, _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, normalised, Width));
    }

    [Fact]
    public void LayerNorm_TapIsTheNormalisedTensor()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, Heads, Size);
        var normalised = _decoder.Add("LayerNormalization", [merged, _decoder.Weight(Width)], ("axis", -1));
        ExpectTap(normalised, _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, normalised, Width));
    }

    [Fact]
    public void QuantizeDequantize_TapIsTheTensorBeforeQuantization()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, Heads, Size);
        var (scale, zero) = (_decoder.Weight(), _decoder.Weight(DataType.Uint8));
        var data = _decoder.Add("DequantizeLinear", [_decoder.Add("QuantizeLinear", [merged, scale, zero]), scale, zero]);
        var weight = _decoder.Add("DequantizeLinear", [_decoder.Weight(DataType.Uint8, Width, SyntheticDecoder.Hidden), scale, zero]);
        ExpectTap(merged, _decoder.Add("MatMul", [data, weight]));
    }

    [Fact]
    public void QuantizeDequantizeAroundEveryStep_TapIsTheMergedTensor()
    {
        var (scale, zero) = (_decoder.Weight(), _decoder.Weight(DataType.Uint8));
        string Quantized(string x) => _decoder.Add("DequantizeLinear", [_decoder.Add("QuantizeLinear", [x, scale, zero]), scale, zero]);
        var attended = _decoder.Attend(Quantized(_decoder.Heads(SyntheticDecoder.Embeds, Heads, Size)), _decoder.Heads(SyntheticDecoder.Embeds, Heads, Size), Quantized(_decoder.Heads(SyntheticDecoder.Embeds, Heads, Size)));
        var merged = _decoder.Reshape(Quantized(_decoder.Transpose(Quantized(attended), 0, 2, 1, 3)), 0, 0, Width);
        ExpectTap(merged, _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, Quantized(merged), Width));
    }

    [Fact]
    public void DynamicQuantization_TapIsTheTensorBeforeIt()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, Heads, Size);
        var quantized = _decoder.AddNode("DynamicQuantizeLinear", [merged], outputs: 3);
        var product = _decoder.Add("MatMulInteger", [quantized.Output[0], _decoder.Weight(DataType.Uint8, Width, SyntheticDecoder.Hidden), quantized.Output[2]]);
        ExpectTap(merged, _decoder.Add("Mul", [_decoder.Add("Cast", [product], ("to", (long)DataType.Float)), quantized.Output[1]]));
    }

    [Fact]
    public void WeightBehindTransposeAndCast_IsConstant()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, Heads, Size);
        var weight = _decoder.Add("Cast", [_decoder.Transpose(_decoder.Weight(DataType.Uint8, SyntheticDecoder.Hidden, Width), 1, 0)], ("to", (long)DataType.Float));
        ExpectTap(merged, _decoder.Add("MatMul", [merged, weight]));
    }

    [Fact]
    public void GemmBehindFlattenedTokens_StillGivesEachRowsLastToken()
    {
        var merged = _decoder.Reshape(_decoder.SelfAttention(SyntheticDecoder.Embeds, Heads, Size), -1, Width); // [batch * tokens, width]
        ExpectTap(merged, _decoder.Add("Gemm", [merged, _decoder.Weight(SyntheticDecoder.Hidden, Width)], ("transB", 1)));
    }

    [Fact]
    public void EinsumOverHeads_TapHoldsTheHeadsLast()
    {
        string Heads4() => _decoder.Heads(SyntheticDecoder.Embeds, Heads, Size);
        var tokens = _decoder.Transpose(_decoder.Attend(Heads4(), Heads4(), Heads4()), 0, 2, 1, 3); // [batch, tokens, heads, size]
        var projection = _decoder.AddNode("Einsum", [tokens, _decoder.Weight(Heads, Size, SyntheticDecoder.Hidden)], 1);
        projection.Attribute.Add(new AttributeProto { Name = "equation", Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8("bthd,hdm->btm") });
        ExpectTap(tokens, projection.Output[0]);
    }

    [Fact]
    public void FusedQueriesKeysValues_AreSplit()
    {
        var packed = _decoder.Add("MatMul", [SyntheticDecoder.Embeds, _decoder.Weight(SyntheticDecoder.Hidden, 3 * Width)]);
        var split = _decoder.AddNode("Split", [packed, _decoder.Int64(Width, Width, Width)], outputs: 3, ("axis", -1));
        var parts = split.Output.Select(part => _decoder.SplitHeads(part, Heads, Size)).ToList();
        var merged = _decoder.MergeHeads(_decoder.Attend(parts[0], parts[1], parts[2]), Width);
        ExpectTap(merged, _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, merged, Width));
    }

    [Fact]
    public void SoftmaxInParts_IsFound()
    {
        var scores = _decoder.Scores(_decoder.Heads(SyntheticDecoder.Embeds, Heads, Size), _decoder.Heads(SyntheticDecoder.Embeds, Heads, Size));
        var exponents = _decoder.Add("Exp", [scores]);
        var probabilities = _decoder.Add("Div", [exponents, _decoder.Add("ReduceSum", [exponents, _decoder.Int64(-1)], ("keepdims", 1))]);
        var merged = _decoder.MergeHeads(_decoder.Add("MatMul", [probabilities, _decoder.Heads(SyntheticDecoder.Embeds, Heads, Size)]), Width);
        ExpectTap(merged, _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, merged, Width));
    }

    [Fact]
    public void RouterSoftmax_IsNotAttention()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, Heads, Size);
        var x = _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, merged, Width);
        var routing = _decoder.Add("Softmax", [_decoder.Add("MatMul", [x, _decoder.Weight(SyntheticDecoder.Hidden, 4)])], ("axis", -1)); // [batch, tokens, experts]
        var experts = _decoder.Reshape(_decoder.Add("MatMul", [x, _decoder.Weight(SyntheticDecoder.Hidden, 4 * SyntheticDecoder.Hidden)]), 0, 0, 4, SyntheticDecoder.Hidden);
        var mixed = _decoder.Add("MatMul", [_decoder.Add("Unsqueeze", [routing, _decoder.Int64(2)]), experts]);
        ExpectTap(merged, _decoder.Add("MatMul", [mixed, _decoder.Weight(SyntheticDecoder.Hidden, SyntheticDecoder.Hidden)]));
    }

    [Fact]
    public void OneNodePerHead_CountsAsOneLayer()
    {
        var heads = Enumerable.Range(0, Heads).Select(_ => _decoder.Attend(
            _decoder.Heads(SyntheticDecoder.Embeds, 1, Size), _decoder.Heads(SyntheticDecoder.Embeds, 1, Size), _decoder.Heads(SyntheticDecoder.Embeds, 1, Size))).ToList();
        var merged = _decoder.MergeHeads(_decoder.Add("Concat", heads, ("axis", 1)), Width);
        ExpectTap(merged, _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, merged, Width));
    }

    [Fact]
    public void MultiHeadAttention_NamesItsHeads()
    {
        var inputs = Enumerable.Range(0, 3).Select(_ => _decoder.Add("MatMul", [SyntheticDecoder.Embeds, _decoder.Weight(SyntheticDecoder.Hidden, Width)]));
        var attention = _decoder.AddNode("MultiHeadAttention", inputs, 1, ("num_heads", Heads));
        attention.Domain = "com.microsoft";
        ExpectTap(attention.Output[0], _decoder.ProjectAndAdd(SyntheticDecoder.Embeds, attention.Output[0], Width), new DecoderHints());
    }

    private void ExpectTap(string tensor, string result, DecoderHints? hints = null)
    {
        _decoder.End(_decoder.FeedForward(result));

        var graph = _decoder.Load(hints ?? Hints);

        graph.Taps.Should().Equal(new LayerTap(0, tensor, Heads, Size));
        SyntheticDecoder.Run(graph.Tap(), 2, 1).Should().BeEquivalentTo(_decoder.RunWhole(graph.Taps, 2, 1), options => options.WithStrictOrdering());
    }
}
