using Microsoft.ML.Sav.Onnx.Graphs;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Graphs;

public sealed class GraphValidatorTests
{
    [Theory]
    [InlineData("llava", "decoder_model_merged.onnx")]
    [InlineData("llava", "decoder_genai_int4.onnx")]
    [InlineData("llava", "decoder_model_merged_fp16.onnx")]
    [InlineData("llava", "decoder_model_merged_int8.onnx")]
    [InlineData("qwen2_vl", "decoder_model_merged.onnx")]
    [InlineData("gemma3", "decoder_dynamo.onnx")]
    public void FindProblem_TappedDecoder_ReturnsNull(string family, string file)
    {
        using var golden = new GoldenDecoder(family);
        var tapped = ModelProto.Parser.ParseFrom(golden.Load(file).Tap(lastTokenAttention: false).Bytes);

        GraphValidator.FindProblem(tapped.Graph).Should().BeNull();
    }

    [Fact]
    public void FindProblem_UndefinedName_NamesNodeAndTensor() =>
        ExpectProblem(Graph(NodeProto.Create("Neg", "y", ["missing"])), "*Neg 'y'*'missing'*");

    [Fact]
    public void FindProblem_ReadBeforeItIsDefined_NamesNodeAndTensor() =>
        ExpectProblem(Graph(NodeProto.Create("Neg", "y", ["z"]), NodeProto.Create("Neg", "z", ["x"])), "*Neg 'y'*'z'*");

    [Theory]
    [InlineData("x")] // the input
    [InlineData("one")] // the initializer
    [InlineData("y")]
    public void FindProblem_DefinedTwice_NamesTheTensor(string name)
    {
        var node = NodeProto.Create("Abs", name, ["x"]);
        node.Name = "second";

        ExpectProblem(Graph(NodeProto.Create("Neg", "y", ["x"]), node), $"*Abs 'second' defines '{name}'*");
    }

    [Fact]
    public void FindProblem_InitializerTwice_NamesIt()
    {
        var graph = Graph(NodeProto.Create("Neg", "y", ["x"]));
        graph.Initializer.Add(graph.Initializer[0].Clone());

        ExpectProblem(graph, "*'one' is defined twice*");
    }

    [Fact]
    public void FindProblem_TwoNodesOfOneName_NamesThem()
    {
        var (first, second) = (NodeProto.Create("Neg", "y", ["x"]), NodeProto.Create("Neg", "z", ["x"]));
        (first.Name, second.Name) = ("same", "same");

        ExpectProblem(Graph(first, second), "*'same'*");
    }

    [Fact]
    public void FindProblem_InputWithDefaultValue_ReturnsNull()
    {
        var graph = Graph(NodeProto.Create("Neg", "y", ["x"]));
        graph.Initializer.Add(TensorProto.Float("x", [1], [1]));

        GraphValidator.FindProblem(graph).Should().BeNull();
    }

    [Fact]
    public void FindProblem_OutputIsNotComputed_NamesIt() => ExpectProblem(Graph(NodeProto.Create("Neg", "z", ["x"])), "*output 'y'*");

    [Theory]
    [InlineData("missing", false)]
    [InlineData("x", true)]
    public void FindProblem_SubgraphCapture_IsLookedUpInTheOuterGraph(string captured, bool isValid)
    {
        var node = NodeProto.Create("If", "y", ["x"]);
        var branch = new GraphProto { Node = { NodeProto.Create("Neg", "inner", [captured]) }, Output = { new ValueInfoProto { Name = "inner" } } };
        node.Attribute.Add(new AttributeProto { Name = "then_branch", G = branch });

        (GraphValidator.FindProblem(Graph(node)) is null).Should().Be(isValid);
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("MatMul")]
    public void FindProblem_OperandsOfTwoTypes_NamesBoth(string opType)
    {
        var cast = NodeProto.Create("Cast", "half", ["x"], ("to", (long)DataType.Float16));

        ExpectProblem(Graph(cast, NodeProto.Create(opType, "y", ["half", "one"])), $"*{opType} 'y'*Float16 ('half')*Float ('one')*");
    }

    [Fact]
    public void FindProblem_OtherTypeThanDeclared_NamesBoth()
    {
        var graph = Graph(NodeProto.Create("Cast", "half", ["x"], ("to", (long)DataType.Float16)), NodeProto.Create("Cast", "y", ["half"], ("to", (long)DataType.Float)));
        graph.ValueInfo.Add(ValueInfoProto.Create("half", DataType.Double));

        ExpectProblem(graph, "*computes Float16*declared as Double*");
    }

    private static void ExpectProblem(GraphProto graph, string expected) => GraphValidator.FindProblem(graph).Should().Match(expected);

    private static GraphProto Graph(params IEnumerable<NodeProto> nodes) => new()
    {
        Input = { ValueInfoProto.Create("x", DataType.Float, 1) },
        Initializer = { TensorProto.Float("one", [1], [1]) },
        Node = { nodes },
        Output = { ValueInfoProto.Create("y", DataType.Float, 1) },
    };
}
