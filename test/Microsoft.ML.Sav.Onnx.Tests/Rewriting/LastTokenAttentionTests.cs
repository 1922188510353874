using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Rewriting;

/// <summary>Forms of attention whose deepest layer runs for the last token's query alone, with the same result. 2 heads of 6.</summary>
public class LastTokenAttentionTests
{
    private const int Heads = 2;
    private const int Size = 6;
    private const int Width = Heads * Size;
    private const string Prefix = "last_token/";
    private static readonly DecoderHints Hints = new() { HeadCounts = [Heads] };
    private readonly SyntheticDecoder _decoder = new();

    [Theory]
    [InlineData("llava", "decoder_model_merged.onnx")]
    [InlineData("llava", "decoder_model_merged_q4.onnx")]
    [InlineData("llava", "decoder_model_merged_bnb4.onnx")]
    [InlineData("llava", "decoder_dynamo.onnx")]
    [InlineData("qwen2_vl", "decoder_model_merged.onnx")]
    [InlineData("smolvlm", "decoder_model_merged.onnx")]
    [InlineData("llama_text", "model.onnx")]
    [InlineData("gemma3", "decoder_model_merged.onnx", 6)] // q/k norms
    [InlineData("gemma3", "decoder_dynamo.onnx", 6)]
    public void Tap_DecoderOfAnExporter_ProjectsOneQueryInTheDeepestLayer(string family, string file, int layers = 4)
    {
        using var golden = new GoldenDecoder(family);

        var graph = Tapped(golden.Load(file));

        var attentions = graph.Node.Where(node => node.OpType == "Softmax").ToList();
        attentions.Should().HaveCount(layers);
        attentions.Where(IsAdded).Should().ContainSingle();
        var projections = graph.Node.Where(node => node.OpType.StartsWith("MatMul", StringComparison.Ordinal) && IsWeight(graph, node)).ToList();
        projections.Should().HaveCount((layers - 1) * 7 + 3, "a layer has 7, of which 3 come before its attention");
        projections.Where(IsAdded).Should().ContainSingle("queries are projected from the last token").Which.Input[0].Should().EndWith("/rows");
    }

    [Theory]
    [InlineData("decoder_genai_fp32.onnx")] // GroupQueryAttention
    [InlineData("decoder_model_merged_fp16.onnx")] // sums in another order would round differently
    public void Tap_UnsupportedDecoder_IsNotRewritten(string file)
    {
        using var golden = new GoldenDecoder("llava");

        golden.Load(file).Tap().UsesLastTokenAttention.Should().BeFalse();
        Tapped(golden.Load(file)).Node.Should().NotContain(node => IsAdded(node));
    }

    [Fact]
    public void Tap_WithoutLastTokenAttention_IsNotRewritten()
    {
        using var golden = new GoldenDecoder("llava");

        var graph = golden.Load("decoder_model_merged.onnx").Tap(lastTokenAttention: false);

        graph.UsesLastTokenAttention.Should().BeFalse();
        ModelProto.Parser.ParseFrom(graph.Bytes).Graph.Node.Should().NotContain(node => IsAdded(node));
    }

    [Fact]
    public void Tap_RewrittenGraphIsNotValid_ReturnsThePlainOne()
    {
        var merged = _decoder.MergeHeads(_decoder.Attend(Split(), Split(), Split()), Width);
        _decoder.End(_decoder.ProjectAndAdd(SyntheticDecoder.Embeds, merged, Width));
        _decoder.Graph.Initializer.Add(TensorProto.Int64("last_token/heads", 1)); // the name of a constant that is added
        _decoder.Graph.Node.Add(NodeProto.Create("Cast", "one", ["last_token/heads"], ("to", (long)DataType.Float)));
        _decoder.Graph.Node.First(node => node.OpType == "Softmax").Input[0] = _decoder.Add("Mul", [_decoder.Graph.Node.First(node => node.OpType == "Softmax").Input[0], "one"]);

        var tapped = _decoder.Load(Hints).Tap();

        tapped.UsesLastTokenAttention.Should().BeFalse();
        SyntheticDecoder.Run(tapped, 2, 0).Should().HaveCount(2);
    }

    [Fact]
    public void Tap_EightBitDecoder_QuantisesAllTokensTogether()
    {
        using var golden = new GoldenDecoder("llava");

        var graph = Tapped(golden.Load("decoder_model_merged_int8.onnx"));

        graph.Node.Where(IsAdded).Should().Contain(node => node.OpType == "Softmax").And.NotContain(node => node.OpType == "DynamicQuantizeLinear");
    }

    [Fact]
    public void Tap_ScaleAndMaskOfLowRank_EqualsTheWhole()
    {
        var (q, k, v) = (Split(), Split(), Split());
        var scale = _decoder.Add("Sqrt", [_decoder.Add("Cast", [_decoder.Add("Size", [q])], ("to", (long)DataType.Float))]); // no dimensions
        var scores = _decoder.Add("Div", [_decoder.Scores(q, k), scale]);
        var masked = _decoder.Add("Add", [_decoder.Add("Add", [scores, _decoder.Weight(3, 3)]), _decoder.Add("Abs", [_decoder.Weight(3)])]); // [tokens, tokens], [tokens]

        ExpectTheWhole(_decoder.Add("MatMul", [_decoder.Add("Softmax", [masked], ("axis", 3)), v]));
    }

    [Fact]
    public void Tap_NormalisedQueries_EqualsTheWhole()
    {
        var projected = _decoder.Reshape(_decoder.Add("MatMul", [SyntheticDecoder.Embeds, _decoder.Weight(SyntheticDecoder.Hidden, Width)]), 0, 0, Heads, Size);
        var q = _decoder.Transpose(_decoder.Add("LayerNormalization", [projected, _decoder.Weight(Size)], ("axis", -1)), 0, 2, 1, 3);

        ExpectTheWhole(_decoder.Attend(q, Split(), Split()));
    }

    [Fact]
    public void Tap_QueriesKeysAndValuesOfOneProjection_EqualsTheWhole()
    {
        var all = _decoder.Add("Add", [_decoder.Weight(3 * Width), _decoder.Add("MatMul", [SyntheticDecoder.Embeds, _decoder.Weight(SyntheticDecoder.Hidden, 3 * Width)])]);
        var parts = _decoder.AddNode("Split", [all, _decoder.Int64(Width, Width, Width)], 3, ("axis", 2)).Output.Select(part => _decoder.SplitHeads(part, Heads, Size)).ToArray();

        ExpectTheWhole(_decoder.Attend(parts[0], parts[1], parts[2]));
    }

    [Fact]
    public void Tap_FlattenedTokens_EqualsTheWhole()
    {
        var flat = _decoder.Reshape(SyntheticDecoder.Embeds, -1, SyntheticDecoder.Hidden); // [batch * tokens, hidden]
        var q = _decoder.Transpose(_decoder.Reshape(_decoder.Add("MatMul", [flat, _decoder.Weight(SyntheticDecoder.Hidden, Width)]), 2, 3, Heads, Size), 0, 2, 1, 3);

        ExpectTheWhole(_decoder.Attend(q, Split(), Split()));
    }

    [Fact]
    public void Tap_HeadsAsABatch_EqualsTheWhole()
    {
        var (q, k, v) = (AsBatch(), AsBatch(), AsBatch()); // [batch * heads, tokens, size]
        var scores = _decoder.Add("MatMul", [q, _decoder.Transpose(k, 0, 2, 1)]);
        var sum = _decoder.Add("MatMul", [_decoder.Add("Softmax", [scores], ("axis", -1)), v]);

        ExpectTheWhole(_decoder.Reshape(sum, -1, Heads, 3, Size));

        string AsBatch() => _decoder.Reshape(Split(), -1, 3, Size);
    }

    [Fact]
    public void Tap_KeysTimesQueries_EqualsTheWhole()
    {
        var scores = _decoder.Transpose(_decoder.Scores(Split(), Split()), 0, 1, 3, 2);

        ExpectTheWhole(_decoder.Add("MatMul", [_decoder.Add("Softmax", [scores], ("axis", -1)), Split()]));
    }

    [Fact]
    public void Tap_OperatorsAlongTheTokens_EqualsTheWhole()
    {
        // [batch, heads, size, tokens]: softmax over the tokens
        var q = _decoder.Transpose(_decoder.Add("Softmax", [_decoder.Transpose(Split(), 0, 1, 3, 2)], ("axis", -1)), 0, 1, 3, 2);

        ExpectTheWhole(_decoder.Attend(q, Split(), Split()));
    }

    [Fact]
    public void Tap_RotaryEmbedding_EqualsTheWhole()
    {
        var (cos, sin) = (_decoder.Weight(1, 1, 3, Size), _decoder.Weight(1, 1, 3, Size));

        ExpectTheWhole(_decoder.Attend(Rotated(), Rotated(), Split()));

        string Rotated()
        {
            var x = Split();
            var half = _decoder.Add("Div", [_decoder.Add("Gather", [_decoder.Add("Shape", [x]), _decoder.Int64(3)], ("axis", 0)), _decoder.Int64(2)]);
            var lower = _decoder.Add("Slice", [x, _decoder.Int64(0), half, _decoder.Int64(3)]);
            var upper = _decoder.Add("Slice", [x, half, _decoder.Int64(long.MaxValue), _decoder.Int64(3)]);
            var turned = _decoder.Add("Concat", [_decoder.Add("Neg", [upper]), lower], ("axis", -1));
            return _decoder.Add("Add", [_decoder.Add("Mul", [x, cos]), _decoder.Add("Mul", [turned, sin])]);
        }
    }

    private string Split() => _decoder.Heads(SyntheticDecoder.Embeds, Heads, Size);

    private void ExpectTheWhole(string sum)
    {
        var merged = _decoder.MergeHeads(sum, Width);
        _decoder.End(_decoder.ProjectAndAdd(SyntheticDecoder.Embeds, merged, Width));
        var decoder = _decoder.Load(Hints);
        var tapped = decoder.Tap();

        Tapped(decoder).Node.Where(IsAdded).Should().Contain(node => node.OpType == "Softmax");
        var (actual, expected) = (SyntheticDecoder.Run(tapped, 2, 0), _decoder.RunWhole(decoder.Taps, 2, 0));
        actual.Should().HaveSameCount(expected);
        foreach (var (row, vectors) in expected.Index())
            RelativeError.Of(actual[row], vectors).Should().BeLessThan(1e-6);
    }

    private static GraphProto Tapped(DecoderGraph decoder) => ModelProto.Parser.ParseFrom(decoder.Tap().Bytes).Graph;

    private static bool IsAdded(NodeProto node) => node.Name.StartsWith(Prefix, StringComparison.Ordinal);

    private static bool IsWeight(GraphProto graph, NodeProto node) => graph.Initializer.Any(tensor => tensor.Name == node.Input[1]);
}
