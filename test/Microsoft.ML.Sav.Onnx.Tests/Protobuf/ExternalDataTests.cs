using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Protobuf;

public sealed class ExternalDataTests : IDisposable
{
    private const int FileLength = 100;
    private readonly TemporaryFolder _folder = new();

    public ExternalDataTests() => File.WriteAllBytes(_folder.File("weights"), new byte[FileLength]);

    [Fact]
    public void Resolve_NoLength_ExtendsToTheEndOfTheFile() =>
        new ExternalData("weights", 10, null).Resolve(_folder.Path).Should().Be(new ExternalData(_folder.File("weights"), 10, 90));

    [Theory]
    [InlineData(0, 101)]
    [InlineData(90, 11)]
    [InlineData(101, null)]
    public void Resolve_FileTooShort_NamesTheFileAndItsLength(int offset, int? length) =>
        FluentActions.Invoking(() => new ExternalData("weights", offset, length).Resolve(_folder.Path))
            .Should().Throw<OnnxModelException>().WithMessage("*weights'*100 bytes*");

    [Theory]
    [InlineData("../weights")]
    [InlineData("/etc/hosts")]
    public void Resolve_FileOutsideTheFolder_IsRejected(string location) =>
        FluentActions.Invoking(() => new ExternalData(location, 0, 1).Resolve(_folder.Path)).Should().Throw<OnnxModelException>().WithMessage($"*{location}*");

    [Fact]
    public void Resolve_FileMissing_NamesIt() =>
        FluentActions.Invoking(() => new ExternalData("others", 0, 1).Resolve(_folder.Path)).Should().Throw<OnnxModelException>().WithMessage("*others*");

    [Theory]
    [InlineData((int)DataType.Float, 25)]
    [InlineData((int)DataType.Float16, 50)]
    [InlineData((int)DataType.Int4, 200)]
    [InlineData((int)DataType.Int4, 199)] // half a byte is padded
    public void Find_LengthFitsTheShape_ReturnsTheLocation(int type, long count) =>
        ExternalData.Find(Tensor(type, count), _folder.Path).Length.Should().Be(FileLength);

    [Theory]
    [InlineData((int)DataType.Float, 24)]
    [InlineData((int)DataType.Float, 26)]
    [InlineData((int)DataType.Float16, 25)]
    [InlineData((int)DataType.Float, 1L << 62)]
    [InlineData((int)DataType.Float, -25)]
    public void Find_LengthDoesNotFitTheShape_NamesTheTensor(int type, long count) =>
        FluentActions.Invoking(() => ExternalData.Find(Tensor(type, count), _folder.Path))
            .Should().Throw<OnnxModelException>().WithMessage($"*'tensor'*100 bytes*{count}]*");

    [Theory]
    [InlineData("offset", "10")]
    [InlineData("location", "")]
    public void Read_NoFile_NamesTheTensor(string key, string value) =>
        FluentActions.Invoking(() => ExternalData.Read(Tensor((key, value)))).Should().Throw<OnnxModelException>().WithMessage("*'tensor'*no file*");

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    public void Read_OffsetThatIsNoInteger_NamesIt(string offset) =>
        FluentActions.Invoking(() => ExternalData.Read(Tensor(("location", "weights"), ("offset", offset))))
            .Should().Throw<OnnxModelException>().WithMessage($"*'tensor'*offset '{offset}'*");

    public void Dispose() => _folder.Dispose();

    private static TensorProto Tensor(int type, long count)
    {
        var tensor = Tensor(("location", "weights"));
        tensor.DataType = type;
        tensor.Dims.Add(count);
        return tensor;
    }

    private static TensorProto Tensor(params (string Key, string Value)[] data) => new()
    {
        Name = "tensor",
        ExternalData = { data.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }) },
    };
}
