using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Vision;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Vision;

/// <summary>A vision encoder of two residual blocks with attention, whose projector a test writes.</summary>
internal sealed class SyntheticVisionEncoder
{
    public const int Size = 8;
    private readonly GraphProto _graph = new();

    public SyntheticVisionEncoder()
    {
        _graph.Input.Add(ValueInfoProto.Create("pixel_values", DataType.Float, "images", 3, 4, 4));
        var patches = Add("Conv", "pixel_values", Weight(Size, 3, 2, 2));
        var tokens = Add("Add", Add("Transpose", Add("Reshape", patches, Weight(3))), Weight(4, Size)); // with position embeddings
        Encoded = AddBlock(AddBlock(tokens));
    }

    /// <summary>The result of the last block.</summary>
    public string Encoded { get; }

    public string Add(string opType, params string[] inputs) => Add(opType, inputs, []);

    public string Add(string opType, string[] inputs, params (string, long)[] attributes)
    {
        var node = NodeProto.Create(opType, $"t{_graph.Node.Count}", inputs, attributes);
        _graph.Node.Add(node);
        return node.Output[0];
    }

    public string Weight(params long[] shape)
    {
        var name = $"w{_graph.Initializer.Count}";
        _graph.Initializer.Add(TensorProto.Float(name, shape, []));
        return name;
    }

    /// <summary>A projection with a bias.</summary>
    public string Project(string tensor, long from, long to) => Add("Add", Add("MatMul", tensor, Weight(from, to)), Weight(to));

    /// <summary>x / 2 * (1 + tanh(c (x + d x³)))</summary>
    public string TanhGelu(string x)
    {
        var sum = Add("Add", x, Add("Mul", Add("Pow", x, Weight()), Weight()));
        return Add("Mul", Add("Mul", x, Weight()), Add("Add", Add("Tanh", Add("Mul", sum, Weight())), Weight()));
    }

    /// <summary>x + attention(norm(x)), then x + mlp(norm(x)).</summary>
    public string AddBlock(string x)
    {
        var norm = Add("LayerNormalization", x, Weight(Size), Weight(Size));
        x = Add("Add", x, Project(Attention(norm, norm), Size, Size));
        var hidden = TanhGelu(Project(Add("LayerNormalization", x, Weight(Size), Weight(Size)), Size, 2 * Size));
        return Add("Add", Project(hidden, 2 * Size, Size), x);
    }

    public string Attention(string queries, string tokens)
    {
        var scores = Add("MatMul", Project(queries, Size, Size), Add("Transpose", Project(tokens, Size, Size)));
        return Add("MatMul", Add("Softmax", scores), Project(tokens, Size, Size));
    }

    public VisionTap? FindTap(string output) => new VisionTapFinder(new GraphIndex(_graph)).Find(output);
}
