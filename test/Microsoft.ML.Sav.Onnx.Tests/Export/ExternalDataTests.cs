using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

public sealed class ExternalDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-data-").FullName;

    public ExternalDataTests() => File.WriteAllBytes(Path.Combine(_folder, "weights"), new byte[100]);

    [Fact]
    public void In_NoLength_ReachesToTheEndOfTheFile() =>
        new ExternalData("weights", 10, null).In(_folder).Should().Be(new ExternalData(Path.Combine(_folder, "weights"), 10, 90));

    [Theory]
    [InlineData(0, 101)]
    [InlineData(90, 11)]
    [InlineData(101, null)]
    public void In_FileTooShort_NamesTheFileAndItsLength(int offset, int? length) =>
        FluentActions.Invoking(() => new ExternalData("weights", offset, length).In(_folder))
            .Should().Throw<InvalidDataException>().WithMessage("*weights' is too short*100 bytes*");

    [Theory]
    [InlineData("../weights")]
    [InlineData("/etc/hosts")]
    public void In_FileOutsideTheFolder_IsRefused(string location) =>
        FluentActions.Invoking(() => new ExternalData(location, 0, 1).In(_folder)).Should().Throw<InvalidDataException>().WithMessage($"*{location}*");

    [Fact]
    public void In_FileMissing_NamesIt() =>
        FluentActions.Invoking(() => new ExternalData("others", 0, 1).In(_folder)).Should().Throw<FileNotFoundException>().WithMessage("*others*");

    [Theory]
    [InlineData("offset", "10")]
    [InlineData("location", "")]
    public void Of_NoFile_NamesTheTensor(string key, string value) =>
        FluentActions.Invoking(() => ExternalData.Of(Tensor(key, value))).Should().Throw<InvalidDataException>().WithMessage("*'tensor'*no file*");

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    public void Of_OffsetThatIsNoNumber_NamesIt(string offset)
    {
        var tensor = Tensor("location", "weights");
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset });

        FluentActions.Invoking(() => ExternalData.Of(tensor)).Should().Throw<InvalidDataException>().WithMessage($"*'tensor'*offset is '{offset}'*");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static TensorProto Tensor(string key, string value) =>
        new() { Name = "tensor", ExternalData = { new StringStringEntryProto { Key = key, Value = value } } };
}
