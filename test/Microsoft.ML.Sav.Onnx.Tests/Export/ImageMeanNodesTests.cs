using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Onnx.Rewriting;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

public class ImageMeanNodesTests
{
    [Fact]
    public void Add_OneRowPerImageToken_AveragesThemPerPrompt() =>
        Run(owners: [0, 0, 1], prompts: 2, rows: [1, 3, 8]).Should().Equal(2, 8);

    [Fact]
    public void Add_SeveralRowsPerImageToken_AssignsThemInOrder() =>
        Run(owners: [0, 0, 1], prompts: 2, rows: [1, 2, 3, 4, 5, 6, 10, 20, 30]).Should().Equal(3.5f, 20);

    [Fact]
    public void Add_SeveralImageTokensPerRow_AssignsRowsInOrder() =>
        Run(owners: [0, 0, 0, 0, 1, 1], prompts: 2, rows: [1, 3, 8]).Should().Equal(2, 8);

    [Fact]
    public void Add_TwoRowsPerThreeImageTokens_AssignsRowsInOrder() =>
        Run(owners: [0, 0, 0, 1, 1, 1, 1, 1, 1], prompts: 2, rows: [1, 3, 5, 6, 7, 8]).Should().Equal(2, 6.5f);

    [Fact]
    public void Add_PromptsWithoutImages_HaveZeros() =>
        Run(owners: [1, 3], prompts: 5, rows: [4, 9]).Should().Equal(0, 4, 0, 9, 0);

    [Fact]
    public void Add_NoImageTokens_GivesZerosForTheRowsOfAnyImage() =>
        Run(owners: [], prompts: 2, rows: [4, 9]).Should().Equal(0, 0);

    // Rows of one value.
    private static float[] Run(long[] owners, int prompts, float[] rows)
    {
        var graph = new GraphProto
        {
            Name = "test",
            Input =
            {
                ValueInfoProto.Create("owners", DataType.Int64, "tokens"), ValueInfoProto.Create("batch", DataType.Int64, 1), ValueInfoProto.Create("rows", DataType.Float, "rows", 1),
            },
        };
        var mean = new ImageMeanNodes(new GraphBuilder(graph, "test/"), "owners", "batch").Add("feature", "rows", 1);
        graph.Output.Add(ValueInfoProto.Create(mean, DataType.Float, "prompts", 1));
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } } };
        using var session = new InferenceSession(model.ToByteArray());
        using var outputs = session.Run(
        [
            NamedOnnxValue.CreateFromTensor("owners", new DenseTensor<long>(owners, [owners.Length])),
            NamedOnnxValue.CreateFromTensor("batch", new DenseTensor<long>(new long[] { prompts }, [1])),
            NamedOnnxValue.CreateFromTensor("rows", new DenseTensor<float>(rows, [rows.Length, 1])),
        ]);
        return [.. outputs[0].AsTensor<float>()];
    }
}
