using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Rewriting;

public class TokenMeansTests
{
    private const GraphOptimizationLevel Level = GraphOptimizationLevel.ORT_ENABLE_ALL;

    [Fact]
    public void Add_NaNInPadding_AveragesTheTokensThatCount()
    {
        float[] tokens = [1, 2, 3, 6, 5, 7, 10, 20, float.NaN, float.NaN, float.NaN, float.PositiveInfinity];

        var means = Run(tokens, [2, 3, 2], weights: [0, .5f, .5f, 1, 0, 0]);

        means.Should().Equal(4, 6.5f, 10, 20);
    }

    [Theory]
    [InlineData("llava", "decoder_model_merged.onnx")]
    [InlineData("llava", "decoder_dynamo.onnx")]
    [InlineData("llava", "decoder_genai_fp32.onnx")]
    [InlineData("qwen2_vl", "decoder_model_merged.onnx")]
    [InlineData("gemma3", "decoder_dynamo.onnx")]
    public void Tap_HeadsOfSomeLayersInAnyOrder_EqualsTheirPartOfAll(string family, string file)
    {
        using var golden = new GoldenDecoder(family);
        var graph = golden.Load(file);
        FeatureLayout some = new([Mean(2, 1), new Feature(0, 0, golden.Hints.HeadSize!.Value), Mean(0, 0), new Feature(1, 1, golden.Hints.HeadSize.Value)]);
        using var all = new HeadGraphSession(graph.Tap(graph.Features), Level);
        using var tapped = new HeadGraphSession(graph.Tap(some), Level);

        foreach (var prompt in golden.Cases.Select(name => golden.Prefill(name)))
        {
            var expected = graph.Features.Gather(all.Run(golden.Hints, prompt)[0], [.. some.Select(graph.Features.FindPosition)]);
            RelativeError.Of(tapped.Run(golden.Hints, prompt)[0], expected).Should().BeLessThan(1e-5);
        }

        Feature Mean(int layer, int head) => new(FeatureKind.TokenMean, layer, head, golden.Hints.HeadSize!.Value);
    }

    [Theory]
    [InlineData(FeatureKind.LastToken, true)]
    [InlineData(FeatureKind.TokenMean, false)]
    public void Tap_HeadOfTheDeepestLayer_ComputesTheLastTokenOnlyIfThatIsEnough(FeatureKind kind, bool usesLastTokenAttention)
    {
        using var golden = new GoldenDecoder("llava");
        var graph = golden.Load("decoder_model_merged.onnx");

        var tapped = graph.Tap(new FeatureLayout([.. graph.Layout.Where(head => head.Layer == 0), graph.Layout[^1] with { Kind = kind }]));

        tapped.UsesLastTokenAttention.Should().Be(usesLastTokenAttention);
        tapped.Inputs.Contains(HeadGraphFormat.TokenWeights).Should().Be(!usesLastTokenAttention);
    }

    private static float[] Run(float[] tokens, int[] shape, float[] weights)
    {
        var model = new ModelProto { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Version = 13 } }, Graph = new GraphProto { Name = "test" } };
        model.Graph.Input.Add(ValueInfoProto.Create("x", DataType.Float, "batch", "tokens", shape[2]));
        var mean = new TokenMeans(model.Graph, new GraphBuilder(model.Graph, "")).Add("x", "x", shape[2]);
        model.Graph.Output.Add(ValueInfoProto.Create(mean, DataType.Float, "batch", shape[2]));
        using var session = new InferenceSession(model.ToByteArray());
        using var run = session.Run(
        [
            NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(tokens, shape)),
            NamedOnnxValue.CreateFromTensor(HeadGraphFormat.TokenWeights, new DenseTensor<float>(weights, shape[..2])),
        ]);
        return run[0].AsTensor<float>().ToArray();
    }
}
