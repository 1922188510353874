using System.Diagnostics;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.HeadGraphs;

/// <summary>Graphs that no exporter writes end with an <see cref="OnnxModelException"/>, soon and without exhausting stack or memory.</summary>
public sealed class HostileGraphTests
{
    private const int LongChain = 100_000;
    private static readonly DecoderHints Hints = new() { HeadCounts = [2] };
    private readonly SyntheticDecoder _decoder = new();

    [Theory]
    [InlineData("Identity")]
    [InlineData("Transpose")]
    [InlineData("Cast")]
    [InlineData("Add")]
    public void Load_Cycle_NamesTheNodes(string opType)
    {
        AddLayer();
        _decoder.Graph.Node.Add(NodeProto.Create(opType, "first", ["second"]));
        _decoder.Graph.Node.Add(NodeProto.Create(opType, "second", ["first"]));

        ExpectError($"*cycle*{opType} 'second'*");
    }

    [Fact]
    public void Load_NodeThatReadsItself_NamesIt()
    {
        AddLayer();
        _decoder.Graph.Node.Add(NodeProto.Create("Identity", "self", ["self"]));

        ExpectError("*cycle*Identity 'self'*");
    }

    [Fact]
    public void Load_CycleOfWeights_NamesTheNodes()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, 2, 6);
        _decoder.Graph.Node.Add(NodeProto.Create("Transpose", "weight", ["turned"]));
        _decoder.Graph.Node.Add(NodeProto.Create("Transpose", "turned", ["weight"]));
        _decoder.End(_decoder.Add("MatMul", [merged, "weight"]));

        ExpectError("*cycle*");
    }

    [Fact]
    public void Load_TensorDefinedTwice_NamesIt()
    {
        AddLayer();
        _decoder.Graph.Node.Add(NodeProto.Create("Neg", _decoder.Graph.Node[3].Output[0], [SyntheticDecoder.Embeds]));

        ExpectError($"*'{_decoder.Graph.Node[3].Output[0]}' twice*");
    }

    [Fact]
    public void Load_FunctionsThatCallTheNextTwice_Throws()
    {
        AddLayer();
        for (var i = 0; i < 40; i++)
        {
            _decoder.Model.Functions.Add(new FunctionProto
            {
                Domain = "bomb",
                Name = $"F{i}",
                Input = { "x" },
                Output = { "y" },
                Node = { Call(i + 1, "half", "x"), Call(i + 1, "y", "half") },
            });
        }
        _decoder.Graph.Node.Add(Call(0, "result", SyntheticDecoder.Embeds));

        ExpectError("*functions*1000000 nodes*");
    }

    [Fact]
    public void Load_LongChainBeforeAWeight_IsRead()
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, 2, 6);
        _decoder.End(_decoder.ProjectAndAdd(SyntheticDecoder.Embeds, merged, 12));
        var projection = _decoder.Graph.Node.Last(node => node.OpType == "MatMul");
        projection.Input[1] = Chain(projection.Input[1]);

        _decoder.Load(Hints).Taps.Should().Equal(new LayerTap(0, merged, 2, 6));
    }

    [Fact]
    public void Tap_LongChainBeforeTheQueries_IsGathered()
    {
        var q = Chain(_decoder.Heads(SyntheticDecoder.Embeds, 2, 6));
        var merged = _decoder.MergeHeads(_decoder.Attend(q, _decoder.Heads(SyntheticDecoder.Embeds, 2, 6), _decoder.Heads(SyntheticDecoder.Embeds, 2, 6)), 12);
        _decoder.End(_decoder.ProjectAndAdd(SyntheticDecoder.Embeds, merged, 12));

        var tapped = _decoder.Load(Hints).Tap();

        tapped.UsesLastTokenAttention.Should().BeTrue();
        ModelProto.Parser.ParseFrom(tapped.Bytes).Graph.Node.Should().HaveCountLessThan(LongChain + 1000);
    }

    [Theory]
    [InlineData(-9)]
    [InlineData(9)]
    [InlineData(int.MinValue)]
    [InlineData(long.MaxValue)]
    public void Tap_TransposeOfAxesThatAreNotThere_IsGatheredOrRefused(long axis)
    {
        using var folder = new TemporaryFolder();
        var decoder = GraphEditing.Read(Repository.Fixture("qwen2_vl", "onnx", "decoder_model_merged.onnx"));
        var transposes = decoder.Graph.Node.Where(node => node.OpType == "Transpose").ToList();
        foreach (var ints in transposes.Select(node => node.Find("perm")!.Ints))
        {
            long[] order = [.. ints];
            for (var i = 0; i < order.Length; i++)
                ints[i] = axis;
            decoder.Write(folder.File("decoder.onnx"));
            try
            {
                (HeadGraphSource.Load(folder.File("decoder.onnx"), new DecoderHints { HeadCounts = [4], LayerCount = 3 }) as DecoderGraph)!.Tap(withCaches: true);
            }
            catch (OnnxModelException)
            {
            }
            ints.Clear();
            ints.AddRange(order);
        }
        transposes.Should().NotBeEmpty();
    }

    [Fact]
    public void CacheOutputs_CycleBehindACacheInput_AddsNothing()
    {
        var graph = new GraphProto
        {
            Input = { ValueInfoProto.Create("past_key_values.0.key", DataType.Float, "batch", 2, "past", 4) },
            Node = { NodeProto.Create("Concat", "loop", ["past_key_values.0.key"]), NodeProto.Create("Identity", "past_key_values.0.key", ["loop"]) },
        };

        CacheOutputs.Add(graph).Should().BeEmpty();
    }

    [Fact]
    public void Load_MoreLayersThanNodes_NamesTheSetting()
    {
        AddLayer();

        ExpectError("*100000000 layers (num_hidden_layers)*", Hints with { LayerCount = 100_000_000 });
        ExpectError("*-1 layers (num_hidden_layers)*", Hints with { LayerCount = -1 });
    }

    [Theory]
    [InlineData(1_000_000_000, 1)]
    [InlineData(1, 2_000_000_000)]
    [InlineData(long.MaxValue, 2_000_000_000)]
    public void Load_HugeWeight_NamesTheLayer(long width, int heads)
    {
        var merged = _decoder.SelfAttention(SyntheticDecoder.Embeds, 2, 6);
        var projection = _decoder.AddNode("MatMulNBits", [merged, _decoder.Weight(1)], 1, ("K", width), ("N", 8));
        projection.Domain = "com.microsoft";
        _decoder.End(projection.Output[0]);

        ExpectError("*layer 0*", new DecoderHints { HeadCounts = [heads] });
    }

    [Theory]
    [InlineData(2_000_000_000)]
    [InlineData(long.MaxValue)]
    public void Load_HugeNumberOfHeads_NamesTheLayer(long heads)
    {
        var inputs = Enumerable.Range(0, 3).Select(_ => _decoder.Add("MatMul", [SyntheticDecoder.Embeds, _decoder.Weight(SyntheticDecoder.Hidden, 12)]));
        var attention = _decoder.AddNode("MultiHeadAttention", inputs, 1, ("num_heads", heads));
        attention.Domain = "com.microsoft";
        _decoder.End(_decoder.ProjectAndAdd(SyntheticDecoder.Embeds, attention.Output[0], 12));

        ExpectError("*layer 0*", new DecoderHints());
    }

    private void AddLayer() => _decoder.End(_decoder.Layer(SyntheticDecoder.Embeds, heads: 2, size: 6).Result);

    private string Chain(string tensor)
    {
        for (var i = 0; i < LongChain; i++)
            tensor = _decoder.Add("Identity", [tensor]);
        return tensor;
    }

    private static NodeProto Call(int function, string output, string input)
    {
        var node = NodeProto.Create($"F{function}", output, [input]);
        node.Domain = "bomb";
        return node;
    }

    private void ExpectError(string message, DecoderHints? hints = null)
    {
        var start = Stopwatch.StartNew();

        _decoder.Invoking(decoder => decoder.Load(hints ?? Hints).Tap()).Should().Throw<OnnxModelException>().WithMessage(message);

        start.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(1));
    }
}
