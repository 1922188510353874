using Google.Protobuf;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Tests.Folders;

public sealed class OnnxGraphInfoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_InputWithoutShape_HasNoDimensions() =>
        Read(new TypeProto { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Int64 } })
            .Inputs.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "x", ElementType = "int64", Dimensions = Array.Empty<string>() });

    [Fact]
    public void Read_InputWithoutType_IsNotATensor() => Reading(null).Should().Throw<OnnxModelException>().WithMessage("*'x' is not a tensor*");

    [Fact]
    public void Read_InputOfAnotherType_IsNotATensor() =>
        Reading(new TypeProto()).Should().Throw<OnnxModelException>().WithMessage("*'x' is not a tensor*");

    private Action Reading(TypeProto? type) => () => Read(type);

    private OnnxGraphInfo Read(TypeProto? type)
    {
        var graph = new GraphProto
        {
            Node = { new NodeProto { OpType = "Identity", Input = { "x" }, Output = { "y" } } },
            Input = { new ValueInfoProto { Name = "x", Type = type } },
        };
        var path = _folder.File("model.onnx");
        File.WriteAllBytes(path, new ModelProto { Graph = graph }.ToByteArray());
        return OnnxGraphInfo.Read(path);
    }
}
