using FsCheck;
using FsCheck.Xunit;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Rewriting;

/// <summary>Whatever form a decoder has, ONNX Runtime opens the tapped graph and it returns what the whole graph computes.</summary>
public class RewritingProperties
{
    private const int Heads = 2;
    private const int Size = 6;
    private const int Width = Heads * Size;
    private const double Tolerance = 1e-5;
    private static readonly GraphOptimizationLevel[] Levels = [GraphOptimizationLevel.ORT_DISABLE_ALL, GraphOptimizationLevel.ORT_ENABLE_ALL];

    private static readonly (string Family, string File)[] Fixtures =
    [
        ("gemma3", "decoder_model_merged.onnx"), ("gemma3", "decoder_dynamo.onnx"), ("llava", "decoder_model_merged.onnx"),
        ("llava", "decoder_dynamo.onnx"), ("llava", "decoder_genai_fp32.onnx"), ("qwen2_vl", "decoder_model_merged.onnx"), ("smolvlm", "decoder_model_merged.onnx"),
        ("llama_text", "model.onnx"),
    ];

    [Property(MaxTest = 100)]
    public void Tap_AttentionOfAnyForm_EqualsTheWhole(AttentionForm form, int seed, bool isShuffled, bool isRenamed, byte identities)
    {
        var (decoder, random) = (Build(form), new Random(seed));
        decoder.Model.InsertIdentities(random, identities / 512.0);
        if (isShuffled)
            decoder.Model.ShuffleNodes(random);
        if (isRenamed)
            decoder.Model.Rename(name => name == SyntheticDecoder.Embeds ? name : $"last_token/{name}/1");

        var graph = decoder.Load(new DecoderHints { HeadCounts = [Heads] });

        var whole = WholeInOrder(decoder, graph);
        foreach (var level in Levels)
            ExpectEqual(SyntheticDecoder.Run(level, graph.Tap(), 2, 0), whole);
    }

    [Property(MaxTest = 16)]
    public void Tap_MutatedFixture_EqualsTheWhole(NonNegativeInt fixture, int seed, bool isShuffled, bool isRenamed, bool withValueInfo, bool withNodeNames, bool withCaches, bool withMeans)
    {
        var (family, file) = Fixtures[fixture.Get % Fixtures.Length];
        using var golden = new GoldenDecoder(family);
        var model = GraphEditing.Read(golden.PathOf(file));
        Mutate(model, new Random(seed), isShuffled, isRenamed, withValueInfo, withNodeNames);
        using var whole = new WholeDecoder(golden.PathOf(file), golden.Taps(file), Levels[0]);
        var graph = DecoderGraph.Create(model, golden.PathOf(file), golden.Hints);
        using var tapped = new HeadGraphSession(graph.Tap(withMeans ? graph.Features : null, withCaches), Levels[seed & 1]);

        var prompt = golden.Prefill(golden.Cases[0]);

        float[] expected = [.. whole.Run(golden.Hints, prompt), .. withMeans ? whole.RunMeans(golden.Hints, prompt, tokenId: null) : []];
        RelativeError.Of(tapped.Run(golden.Hints, prompt)[0], expected).Should().BeLessThan(Tolerance);
    }

    private static void Mutate(ModelProto model, Random random, bool isShuffled, bool isRenamed, bool withValueInfo, bool withNodeNames)
    {
        model.InsertIdentities(random, 0.1);
        if (!withValueInfo)
            model.Graph.ValueInfo.Clear();
        if (isRenamed)
        {
            var kept = model.Graph.Input.Concat(model.Graph.Output).Select(info => info.Name).ToHashSet();
            model.Rename(name => kept.Contains(name) ? name : $"{name.GetHashCode(StringComparison.Ordinal):x}/{name}");
        }
        if (isShuffled)
            model.ShuffleNodes(random);
        foreach (var node in withNodeNames ? [] : model.Graph.Node)
            node.Name = "";
    }

    // the whole graph, with nodes in the order that ONNX prescribes
    private static float[][] WholeInOrder(SyntheticDecoder decoder, DecoderGraph graph)
    {
        TopologicalOrder.Restore(decoder.Model.Graph);
        return decoder.RunWhole(graph.Taps, 2, 0);
    }

    private static void ExpectEqual(float[][] actual, float[][] expected)
    {
        actual.Should().HaveSameCount(expected);
        foreach (var (row, vectors) in expected.Index())
            RelativeError.Of(actual[row], vectors).Should().BeLessThan(Tolerance);
    }

    private static SyntheticDecoder Build(AttentionForm form)
    {
        var decoder = new SyntheticDecoder();
        var (q, k, v) = Project(decoder, form);
        if (form.Rotary)
            (q, k) = (Rotate(decoder, q), Rotate(decoder, k));
        if (form.ScaledQueries)
            q = decoder.Add("Mul", [q, decoder.Weight()]);
        if (form.ScaledKeys)
            k = decoder.Add("Div", [k, decoder.Add("Sqrt", [decoder.Add("Abs", [decoder.Weight(1)])])]);
        var scores = decoder.Scores(q, k);
        if (form.Masked)
            scores = decoder.Add("Add", [scores, decoder.Weight(3, 3)]); // [tokens, tokens]
        var probabilities = decoder.Add("Softmax", [scores], ("axis", form.SoftmaxOnLastAxis ? -1 : 3));
        if (form.ReplacesNaN)
            probabilities = decoder.Add("Where", [decoder.Add("IsNaN", [probabilities]), decoder.Weight(), probabilities]);
        var merged = decoder.MergeHeads(decoder.Add("MatMul", [probabilities, v]), Width);
        decoder.End(decoder.ProjectAndAdd(SyntheticDecoder.Embeds, merged, Width));
        return decoder;
    }

    private static (string Q, string K, string V) Project(SyntheticDecoder decoder, AttentionForm form)
    {
        if (form.FusedProjection)
        {
            var all = AddBias(decoder, form, decoder.Add("MatMul", [SyntheticDecoder.Embeds, Weight(decoder, form, 3 * Width)]), 3 * Width);
            var parts = decoder.AddNode("Split", [all, decoder.Int64(Width, Width, Width)], 3, ("axis", 2)).Output;
            return (Split(decoder, form, parts[0]), Split(decoder, form, parts[1]), decoder.SplitHeads(parts[2], Heads, Size));
        }
        string Projected() => AddBias(decoder, form, decoder.Add("MatMul", [SyntheticDecoder.Embeds, Weight(decoder, form, Width)]), Width);
        return (Split(decoder, form, Projected()), Split(decoder, form, Projected()), decoder.SplitHeads(Projected(), Heads, Size));
    }

    // a weight whose shape can be read, or cannot
    private static string Weight(SyntheticDecoder decoder, AttentionForm form, int columns)
    {
        var weight = decoder.Weight(SyntheticDecoder.Hidden, columns);
        return form.DropsShapes ? decoder.Add("Abs", [weight]) : weight;
    }

    private static string AddBias(SyntheticDecoder decoder, AttentionForm form, string tensor, int width) => form.Bias switch
    {
        Bias.Left => decoder.Add("Add", [decoder.Weight(width), tensor]),
        Bias.Right => decoder.Add("Add", [tensor, decoder.Weight(width)]),
        _ => tensor,
    };

    private static string Split(SyntheticDecoder decoder, AttentionForm form, string tensor)
    {
        var heads = decoder.Reshape(tensor, 0, 0, Heads, Size);
        return form.NormBeforeTranspose
            ? decoder.Transpose(Normalize(decoder, form, heads), 0, 2, 1, 3)
            : Normalize(decoder, form, decoder.Transpose(heads, 0, 2, 1, 3));
    }

    private static string Normalize(SyntheticDecoder decoder, AttentionForm form, string x)
    {
        if (form.CastInNorm)
            x = decoder.Add("Cast", [x], ("to", (long)DataType.Float));
        switch (form.Norm)
        {
            case QueryNorm.None:
                return x;
            case QueryNorm.LayerNormalization:
                return decoder.Add("LayerNormalization", [x, decoder.Weight(Size)], ("axis", -1));
            case QueryNorm.Length:
                var length = decoder.AddNode("ReduceL2", [x], 1, ("keepdims", 1));
                length.Attribute.Add(LastAxis());
                return decoder.Add("Div", [x, length.Output[0]]);
            default:
                var mean = decoder.AddNode("ReduceMean", [decoder.Add("Pow", [x, Scalar(decoder, 2)])], 1, ("keepdims", 1));
                mean.Attribute.Add(LastAxis());
                var root = decoder.Add("Sqrt", [decoder.Add("Add", [mean.Output[0], Scalar(decoder, 1e-6f)])]);
                var normalized = form.Norm == QueryNorm.Root
                    ? decoder.Add("Div", [x, root])
                    : decoder.Add("Mul", [x, decoder.Add("Div", [Scalar(decoder, 1), root])]);
                return decoder.Add("Mul", [normalized, decoder.Weight(Size)]);
        }
    }

    private static string Rotate(SyntheticDecoder decoder, string x)
    {
        var lower = decoder.Add("Slice", [x, decoder.Int64(0), decoder.Int64(Size / 2), decoder.Int64(3)]);
        var upper = decoder.Add("Slice", [x, decoder.Int64(Size / 2), decoder.Int64(long.MaxValue), decoder.Int64(3)]);
        var turned = decoder.Add("Concat", [decoder.Add("Neg", [upper]), lower], ("axis", -1));
        return decoder.Add("Add", [decoder.Add("Mul", [x, decoder.Weight(1, 1, 3, Size)]), decoder.Add("Mul", [turned, decoder.Weight(1, 1, 3, Size)])]);
    }

    private static AttributeProto LastAxis() => new() { Name = "axes", Type = AttributeProto.Types.AttributeType.Ints, Ints = { -1 } };

    private static string Scalar(SyntheticDecoder decoder, float value)
    {
        var name = $"scalar{decoder.Graph.Initializer.Count}";
        decoder.Graph.Initializer.Add(TensorProto.Float(name, [], [value]));
        return name;
    }
}
