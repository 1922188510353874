using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.HeadGraphs;

namespace Microsoft.ML.Sav.Onnx.Tests.Rewriting;

/// <summary>GroupQueryAttention in fp16 on the CPU, whose cache ONNX Runtime would store in a buffer of the wrong size once no output returns it.</summary>
public sealed class CacheDimensionsTests : IDisposable
{
    private const int Layer = 2;
    private const int Tokens = 370;
    private const double Tolerance = 1e-3; // fp16
    private readonly TemporaryFolder _folder = new();
    private readonly FeatureLayout _heads = new([new Feature(Layer, 0, HalfPrecisionDecoder.HeadSize), new Feature(Layer, 1, HalfPrecisionDecoder.HeadSize)]);
    private readonly Prefill _prompt = HalfPrecisionDecoder.Prompt(Tokens);

    public CacheDimensionsTests() => File.WriteAllBytes(_folder.File("model.onnx"), HalfPrecisionDecoder.Create().ToByteArray());

    [Theory]
    [InlineData(GraphOptimizationLevel.ORT_DISABLE_ALL, false)]
    [InlineData(GraphOptimizationLevel.ORT_ENABLE_ALL, false)]
    [InlineData(GraphOptimizationLevel.ORT_ENABLE_ALL, true)]
    public void Tap_SomeLayers_ReturnsWhatTheWholeDecoderComputes(GraphOptimizationLevel level, bool withCaches)
    {
        using var session = new HeadGraphSession(Load().Tap(_heads, withCaches), level);

        RelativeError.Of(session.Run(HalfPrecisionDecoder.Hints, _prompt)[0], Whole()).Should().BeLessThan(Tolerance);
    }

    [Fact]
    public void Create_SomeLayers_ReturnsWhatTheWholeDecoderComputes()
    {
        float[][] means = [new float[_heads.VectorLength], [.. Enumerable.Repeat(1f, _heads.VectorLength)]];
        var classifier = new SavClassifier(new ClassMeans(_heads, means, [1, 1]));
        var graphs = new LmmGraphs(Load().Tap(_heads), new OnnxFile(_folder.File("model.onnx")), new CacheInputs(HalfPrecisionDecoder.Hints));
        using var exported = new ExportedModel(ClassifierModel.Create(graphs, classifier, ["a", "b"]).ToByteArray());

        var row = exported.Run(ExportedModel.Input("input_ids", _prompt.Ids, 1, Tokens)).Should().ContainSingle().Subject;

        RelativeError.Of(row.HeadVectors, Whole()).Should().BeLessThan(Tolerance);
    }

    public void Dispose() => _folder.Dispose();

    private DecoderGraph Load() => DecoderGraph.Load(_folder.File("model.onnx"), HalfPrecisionDecoder.Hints);

    private float[] Whole()
    {
        using var whole = new WholeDecoder(_folder.File("model.onnx"), [$"{Layer}/attention"], GraphOptimizationLevel.ORT_DISABLE_ALL);
        return whole.Run(HalfPrecisionDecoder.Hints, _prompt)[..(2 * HalfPrecisionDecoder.HeadSize)];
    }
}
