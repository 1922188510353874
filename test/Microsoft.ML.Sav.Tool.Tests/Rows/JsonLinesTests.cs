using System.Text;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Tests.Rows;

public sealed class JsonLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("rows.jsonl");

    [Theory]
    [InlineData((byte)0xFF)]
    [InlineData((byte)0xFE)]
    [InlineData((byte)0xC3)] // the first byte of two
    public void Read_InvalidUtf8_NamesFileAndLine(byte invalid)
    {
        File.WriteAllBytes(Path, [.. Row("first"), .. "{\"question\": \"Which?\", \"label\": \"caf"u8, invalid, .. "\"}\n"u8, .. Row("third")]);
        using var rows = JsonLines.Read(Path).GetEnumerator();

        rows.MoveNext().Should().BeTrue();
        rows.Invoking(enumerator => enumerator.MoveNext()).Should().Throw<InvalidDataException>().WithMessage($"'{Path}' line 2: byte 37 is not UTF-8*");
    }

    [Fact]
    public void Read_Utf16_IsRefused()
    {
        File.WriteAllText(Path, """{"question": "Which?"}""", Encoding.Unicode);

        FluentActions.Invoking(() => JsonLines.Read(Path).ToList()).Should().Throw<InvalidDataException>().WithMessage("*line 1: byte 1 is not UTF-8*");
    }

    [Theory]
    [InlineData("café")]
    [InlineData("鞋")]
    [InlineData("👟")]
    [InlineData("\uFFFD")] // written by someone else's decoder, and valid
    public void Read_ValidUtf8_KeepsTheLabel(string label)
    {
        File.WriteAllBytes(Path, Row(label));

        JsonLines.Read(Path).Should().ContainSingle().Which.Label.Should().Be(label);
    }

    [Fact]
    public void Read_ByteOrderMarkAndWindowsLineEnds_AreSkipped()
    {
        File.WriteAllText(Path, "{\"question\": \"A?\"}\r\n\r\n{\"question\": \"B?\"}", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        JsonLines.Read(Path).Select(row => (row.Text, row.Location)).Should().Equal(("A?", $"'{Path}' line 1"), ("B?", $"'{Path}' line 3"));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Row(string label) => Encoding.UTF8.GetBytes($"{{\"question\": \"Which?\", \"label\": \"{label}\"}}\n");
}
