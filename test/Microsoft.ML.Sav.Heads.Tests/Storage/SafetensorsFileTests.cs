using System.Text;
using Microsoft.ML.Sav.Heads.Storage;

namespace Microsoft.ML.Sav.Heads.Tests.Storage;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void ReadSingle_SinglePrecision_ReturnsValuesAndShape()
    {
        var file = Open("""{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"__metadata__":{"prompt":"hello"}}""", [0, 0, 128, 63, 0, 0, 0, 64]);

        file.ReadSingle("a").Should().Equal(1f, 2f);
        file.Shape("a").Should().Equal(2, 1);
        file.Metadata["prompt"].Should().Be("hello");
    }

    [Fact]
    public void ReadSingle_HalfPrecision_Widens() =>
        Open("""{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}""", [0, 60]).ReadSingle("a").Should().Equal(1f);

    [Fact]
    public void ReadInt64_EachWholeNumberType_ReturnsValues()
    {
        var file = Open(
            """{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"I32","shape":[1],"data_offsets":[8,12]},"c":{"dtype":"BOOL","shape":[1],"data_offsets":[12,13]}}""",
            [5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 1]);

        file.ReadInt64("a").Should().Equal(5);
        file.ReadInt64("b").Should().Equal(6);
        file.ReadInt64("c").Should().Equal(1);
    }

    [Fact]
    public void ReadSingle_UnknownName_NamesWhatThereIs() =>
        FluentActions.Invoking(() => Open("""{"heads":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", []).ReadSingle("head"))
            .Should().Throw<InvalidDataException>().WithMessage("*no tensor 'head'*heads*");

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,80]}}""", "*lies outside the file*")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "*[2] F32 should have 8 bytes, but has 4*")]
    [InlineData("""{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""", "*unknown dtype 'F99'*")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", "*header is not understood*")]
    [InlineData("""[1]""", "*header is not understood*")]
    [InlineData("""{"a":""", "*header is not understood*")]
    public void Constructor_WrongHeader_SaysWhatIsWrong(string header, string message) =>
        FluentActions.Invoking(() => Open(header, [0, 0, 0, 0])).Should().Throw<InvalidDataException>().WithMessage(message);

    [Fact]
    public void Constructor_TruncatedFile_SaysHowLongItShouldBe()
    {
        File.WriteAllBytes(_path, [100, 0, 0, 0, 0, 0, 0, 0, 1]);

        FluentActions.Invoking(() => new SafetensorsFile(_path)).Should().Throw<InvalidDataException>().WithMessage("*header should have 100 bytes*");
    }

    public void Dispose() => File.Delete(_path);

    private SafetensorsFile Open(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(_path, [.. BitConverter.GetBytes((long)json.Length), .. json, .. data]);
        return new SafetensorsFile(_path);
    }
}
