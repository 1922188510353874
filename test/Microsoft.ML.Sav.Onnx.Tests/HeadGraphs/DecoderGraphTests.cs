using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Tests.HeadGraphs;

public sealed class DecoderGraphTests : IDisposable
{
    private const string Torch = "decoder_model_merged.onnx";
    private const string GenAI = "decoder_genai_fp32.onnx";
    private readonly GoldenDecoder _golden = new("llava");

    [Theory]
    [InlineData(Torch)]
    [InlineData(GenAI)]
    public void Tap_AllHeads_LeavesNothingBehindTheLastAttention(string file)
    {
        var original = OnnxModelReader.Read(_golden.PathOf(file)).Graph;

        var head = _golden.Load(file).Tap();

        var graph = ModelProto.Parser.ParseFrom(head.Bytes).Graph;
        graph.Output.Should().ContainSingle().Which.Name.Should().Be("head_vectors");
        graph.Node.Where(node => !node.Name.StartsWith("head_vectors", StringComparison.Ordinal)).Should().HaveCountLessThan(original.Node.Count);
        graph.Node.SelectMany(node => node.Output).Should().NotContain("logits");
        graph.Initializer.Should().NotContain(tensor => tensor.Dims.Contains(418), "the vocabulary has 418 entries");
        graph.ValueInfo.Select(info => info.Name).Should().BeSubsetOf(graph.Node.SelectMany(node => node.Output).Concat(head.Inputs).Concat(graph.Initializer.Select(tensor => tensor.Name)));
        head.Inputs.Should().Contain("last_token").And.Contain("inputs_embeds");
    }

    [Theory]
    [InlineData(Torch)]
    [InlineData(GenAI)]
    public void Tap_SomeHeads_EqualsSlicesOfTheWhole(string file)
    {
        var graph = _golden.Load(file);
        FeatureLayout keep = new([new Feature(2, 5, 16), new Feature(0, 1, 16), new Feature(2, 0, 16)]);
        var row = _golden.Prefill("case0");
        using var whole = new HeadGraphSession(graph.Tap());
        using var some = new HeadGraphSession(graph.Tap(keep));

        var all = whole.Run(_golden.Hints, row)[0];
        var kept = some.Run(_golden.Hints, row)[0];

        var slices = keep.SelectMany(head => graph.Layout.Slice(all, graph.Layout.FindPosition(head)).ToArray()).ToArray();
        RelativeError.Of(kept, slices).Should().BeLessThan(1e-6);
    }

    [Theory]
    [InlineData(Torch, true)]
    [InlineData(Torch, false)]
    [InlineData(GenAI, false)] // GroupQueryAttention counts tokens from the first, so padding goes to the right
    public void Tap_BatchWithPadding_EqualsSingleRows(string file, bool padLeft)
    {
        using var session = new HeadGraphSession(_golden.Load(file).Tap(), GraphOptimizationLevel.ORT_ENABLE_ALL);
        string[] cases = ["case0", "case1", "case9"];
        var length = cases.Max(name => _golden.Prefill(name).Ids.Length);

        var batch = session.Run(_golden.Hints, [.. cases.Select(name => _golden.Prefill(name, length, padLeft))]);

        batch.Should().HaveSameCount(cases);
        foreach (var (row, name) in cases.Index())
            RelativeError.Of(batch[row], session.Run(_golden.Hints, _golden.Prefill(name))[0]).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Tap_UnknownHead_Throws()
    {
        var tap = () => _golden.Load(Torch).Tap(new FeatureLayout([new Feature(4, 0, 16)]));

        tap.Should().Throw<ArgumentException>().WithMessage("*L4.H0*");
    }

    [Fact]
    public void Tap_AnyHeads_WritesTheirLayoutIntoTheMetadata()
    {
        FeatureLayout keep = new([new Feature(1, 2, 16), new Feature(0, 4, 16)]);

        var model = ModelProto.Parser.ParseFrom(_golden.Load(Torch).Tap(keep).Bytes);

        var metadata = model.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        HeadGraphFormat.ReadLayout(metadata, "file.onnx").Should().Equal(keep);
    }

    [Fact]
    public void Tap_UserNamedTensor_TakesThePlaceOfTheFoundOne()
    {
        var tensor = _golden.Taps(Torch)[1];
        var hints = _golden.Hints with { TapTensors = new Dictionary<int, string> { [3] = tensor } };

        var graph = DecoderGraph.Load(_golden.PathOf(Torch), hints);

        graph.Taps[3].Should().Be(new LayerTap(3, tensor, 6, 16));
    }

    [Fact]
    public void Load_UserNamedTensorIsUnknown_Throws()
    {
        var hints = _golden.Hints with { TapTensors = new Dictionary<int, string> { [3] = "nothing" } };

        var load = () => DecoderGraph.Load(_golden.PathOf(Torch), hints);

        load.Should().Throw<OnnxModelException>().WithMessage("*'nothing'*layer 3*");
    }

    [Fact]
    public void Load_GraphWithoutAttention_NamesTheLayersAndWhatWasLookedFor()
    {
        var load = () => DecoderGraph.Load(_golden.PathOf("embed_tokens.onnx"), new DecoderHints { LayerCount = 1 });

        load.Should().Throw<OnnxModelException>().WithMessage("*embed_tokens.onnx*layers 0 *Softmax*HeadTaps*");
    }

    [Fact]
    public void Load_MissingFile_Throws()
    {
        var load = () => DecoderGraph.Load(_golden.PathOf("missing.onnx"));

        load.Should().Throw<FileNotFoundException>().WithMessage("*missing.onnx*");
    }

    [Fact]
    public void Load_NotAnOnnxFile_Throws()
    {
        var load = () => DecoderGraph.Load(Path.Combine(_golden.Folder, "config.json"));

        load.Should().Throw<OnnxModelException>().WithMessage("*config.json*not an ONNX model*");
    }

    public void Dispose() => _golden.Dispose();
}
