using System.Text;
using FsCheck.Xunit;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Heads.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void ReadSingle_SinglePrecision_ReturnsValuesAndShape()
    {
        var file = Read("""{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"__metadata__":{"prompt":"hello"}}""", [0, 0, 128, 63, 0, 0, 0, 64]);

        file.ReadSingle("a").Should().Equal(1f, 2f);
        file.GetShape("a").Should().Equal(2, 1);
        file.Metadata.Should().Equal(new Dictionary<string, string> { ["prompt"] = "hello" });
        file.Names.Should().Equal("a");
        file.Contains("a").Should().BeTrue();
        file.Contains("b").Should().BeFalse();
    }

    [Fact]
    public void ReadSingle_HalfPrecision_Widens() =>
        Read("""{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}""", [0, 60]).ReadSingle("a").Should().Equal(1f);

    [Fact]
    public void ReadInt64_EachIntegerType_ReturnsValues()
    {
        var file = Read(
            """
            {"d":{"dtype":"U8","shape":[1],"data_offsets":[13,14]},"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},
             "b":{"dtype":"I32","shape":[1],"data_offsets":[8,12]},"c":{"dtype":"BOOL","shape":[1],"data_offsets":[12,13]}}
            """,
            [5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 1, 200]);

        file.ReadInt64("a").Should().Equal(5);
        file.ReadInt64("b").Should().Equal(6);
        file.ReadInt64("c").Should().Equal(1);
        file.ReadInt64("d").Should().Equal(200);
        file.ReadByte("c").Should().Equal(1);
        file.ReadByte("d").Should().Equal(200);
    }

    [Fact]
    public void ReadSingle_UnknownName_NamesItAndThoseThereAre() =>
        Read("""{"heads":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", []).Invoking(file => file.ReadSingle("head"))
            .Should().Throw<SafetensorsException>().WithMessage("*'head'*heads*");

    [Fact]
    public void ReadAnyType_TensorOfAnotherType_NamesBoth()
    {
        var file = Read("""{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}""", [0, 0]);

        file.Invoking(it => it.ReadSingle("a")).Should().Throw<SafetensorsException>().WithMessage("*F32 or F16*BF16*");
        file.Invoking(it => it.ReadInt64("a")).Should().Throw<SafetensorsException>().WithMessage("*I64, I32, U8 or BOOL*BF16*");
        file.Invoking(it => it.ReadByte("a")).Should().Throw<SafetensorsException>().WithMessage("*U8 or BOOL*BF16*");
    }

    [Theory]
    [InlineData("F4", 2, 1)]
    [InlineData("F6_E2M3", 4, 3)]
    [InlineData("F6_E3M2", 4, 3)]
    [InlineData("F8_E4M3", 3, 3)]
    [InlineData("F8_E5M2", 3, 3)]
    [InlineData("F8_E8M0", 3, 3)]
    [InlineData("I8", 3, 3)]
    [InlineData("BF16", 3, 6)]
    [InlineData("I16", 3, 6)]
    [InlineData("U16", 3, 6)]
    [InlineData("U32", 3, 12)]
    [InlineData("F64", 3, 24)]
    [InlineData("U64", 3, 24)]
    [InlineData("C64", 3, 24)]
    public void Read_EveryTypeOfTheFormat_KnowsItsSize(string type, int elements, int bytes) =>
        Read($$$"""{"a":{"dtype":"{{{type}}}","shape":[{{{elements}}}],"data_offsets":[0,{{{bytes}}}]}}""", new byte[bytes])
            .GetShape("a").Should().Equal(elements);

    [Theory]
    [InlineData("""{}""", 0)]
    [InlineData("""{"__metadata__":null}""", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}   """, 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"c":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"later":[1,2]}}""", 4)]
    public void Read_UnusualButValidHeader_IsRead(string header, int bytes) =>
        FluentActions.Invoking(() => Read(header, new byte[bytes])).Should().NotThrow();

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,80]}}""")] // beyond the file
    [InlineData("""{"a":{"dtype":"F32","shape":[20],"data_offsets":[0,80]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""")] // shape and offsets differ
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""")] // the end before the start
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")] // bytes after the last tensor
    [InlineData("""{}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""")] // a hole
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")] // an overlap
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""")] // near 2^63
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2147483647,2147483647,2],"data_offsets":[4,9223372028264841222]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[9223372036854775807,9223372036854775811]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[18446744073709551612,0]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[4,4]}}""")] // wraps to zero
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"F64","shape":[1073741824,1073741824,2],"data_offsets":[4,4]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"F64","shape":[65536,65536,65536,65536],"data_offsets":[4,4]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[0,4294967296],"data_offsets":[4,4]}}""")] // no array is so long
    [InlineData("""{"a":{"dtype":"U8","shape":[-2,-2],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""")] // half a byte
    [InlineData("""{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""")] // unknown type
    [InlineData("""{"a":{"dtype":"F99","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":null,"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":null}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")] // twice the same name
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"b":1}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"b":null}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":[]}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"a":""")]
    [InlineData("")]
    public void Read_WrongHeader_Throws(string header) =>
        FluentActions.Invoking(() => Read(header, [0, 0, 0, 0])).Should().Throw<SafetensorsException>().Which.Path.Should().Be(_path);

    [Fact]
    public void Read_HeaderIsNotUtf8_Throws()
    {
        byte[] json = [.. "{\"a"u8, 0xFF, .. """
            ":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}
            """u8];
        File.WriteAllBytes(_path, [.. BitConverter.GetBytes((long)json.Length), .. json]);

        ReadPath().Should().Throw<SafetensorsException>();
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 100, 0, 0, 0, 0, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 1 })]
    [InlineData(new byte[] { 248, 255, 255, 255, 255, 255, 255, 255, 1 })]
    public void Read_TruncatedFile_Throws(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);

        ReadPath().Should().Throw<SafetensorsException>();
    }

    [Fact]
    public void Read_LongestHeader_IsRead()
    {
        WriteEmptyHeader(SafetensorsHeader.MaxLength);

        ReadPath().Should().NotThrow();
    }

    [Fact]
    public void Read_HeaderTooLong_NamesTheLimit()
    {
        WriteEmptyHeader(SafetensorsHeader.MaxLength + 1);

        ReadPath().Should().Throw<SafetensorsException>().WithMessage("*100000000*");
    }

    [Property(MaxTest = 500)]
    public void Read_DamagedFile_ReadsOrThrows(int seed)
    {
        var random = new Random(seed);
        var bytes = File.ReadAllBytes(Repository.Fixture("heads", "few-heads.safetensors"));
        for (var i = random.Next(1, 4); i > 0; i--)
            bytes[random.Next(600)] = (byte)random.Next(256);
        File.WriteAllBytes(_path, bytes.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));

        try
        {
            var file = SafetensorsFile.Read(_path);
            file.Names.Sum(name => file.GetShape(name).Count).Should().BePositive();
        }
        catch (SafetensorsException exception)
        {
            exception.Path.Should().Be(_path);
        }
    }

    public void Dispose() => File.Delete(_path);

    private Action ReadPath() => () => SafetensorsFile.Read(_path);

    private void WriteEmptyHeader(int length)
    {
        var bytes = new byte[length + SafetensorsHeader.LengthBytes];
        bytes.AsSpan().Fill((byte)' ');
        BitConverter.GetBytes((long)length).CopyTo(bytes, 0);
        "{}"u8.CopyTo(bytes.AsSpan(SafetensorsHeader.LengthBytes));
        File.WriteAllBytes(_path, bytes);
    }

    private SafetensorsFile Read(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(_path, [.. BitConverter.GetBytes((long)json.Length), .. json, .. data]);
        return SafetensorsFile.Read(_path);
    }
}
