using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Rewriting;

public class OperatorSetUpgradeTests
{
    [Theory]
    [InlineData("ReduceMean")]
    [InlineData("ReduceMax")]
    [InlineData("ReduceL2")]
    public void Apply_ReductionOverAxes_ComputesTheSame(string opType)
    {
        var reduce = NodeProto.Create(opType, "reduced", ["input"], ("keepdims", 0));
        reduce.Attribute.Add(new AttributeProto { Name = "axes", Type = AttributeProto.Types.AttributeType.Ints, Ints = { 1 } });

        AssertSameAfterUpgrade(Graph("reduced", reduce), from: 17, to: 22);
    }

    [Fact]
    public void Apply_ReductionOverAll_ComputesTheSame() =>
        AssertSameAfterUpgrade(Graph("reduced", NodeProto.Create("ReduceMean", "reduced", ["input"])), from: 17, to: 22);

    [Fact]
    public void Apply_SplitInEqualParts_ComputesTheSame()
    {
        var split = NodeProto.Create("Split", "left", ["input"], ("axis", 1));
        split.Output.Add("right");

        AssertSameAfterUpgrade(Graph("difference", split, NodeProto.Create("Sub", "difference", ["left", "right"])), from: 13, to: 18);
    }

    [Theory]
    [InlineData("GroupNormalization", 18, 21)]
    [InlineData("RoiAlign", 15, 16)]
    public void Apply_OperatorThatChanged_NamesTheNode(string opType, int from, int to) =>
        FluentActions.Invoking(() => OperatorSetUpgrade.Apply(Graph("node", NodeProto.Create(opType, "node", ["input"])), from, to))
            .Should().Throw<OnnxModelException>().WithMessage($"{opType} 'node'*{from} to {to}*");

    [Theory]
    [InlineData(12, 17)]
    [InlineData(17, 99)]
    public void Apply_VersionThatIsNotKnown_Throws(int from, int to) =>
        FluentActions.Invoking(() => OperatorSetUpgrade.Apply(Graph("input"), from, to))
            .Should().Throw<OnnxModelException>().WithMessage($"*{from} and {to}*");

    private static GraphProto Graph(string output, params IEnumerable<NodeProto> nodes) => new()
    {
        Name = "test",
        Input = { ValueInfoProto.Create("input", DataType.Float, 2, 4) },
        Node = { nodes },
        Output = { new ValueInfoProto { Name = output } },
    };

    private static void AssertSameAfterUpgrade(GraphProto graph, int from, int to)
    {
        var expected = Run(graph, from);
        OperatorSetUpgrade.Apply(graph, from, to);
        Run(graph, to).Should().Equal(expected);
    }

    private static float[] Run(GraphProto graph, int operatorSet)
    {
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = operatorSet } } };
        using var session = new InferenceSession(model.ToByteArray());
        var input = new DenseTensor<float>(new float[] { 3, 1, 4, 1, 5, 9, 2, 6 }, [2, 4]);
        using var outputs = session.Run([NamedOnnxValue.CreateFromTensor("input", input)]);
        return outputs[0].AsTensor<float>().ToArray();
    }
}
