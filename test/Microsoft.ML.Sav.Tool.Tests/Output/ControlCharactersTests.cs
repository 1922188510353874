using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Tests.Output;

public class ControlCharactersTests
{
    [Theory]
    [InlineData("photos/a b.jpg", "photos/a b.jpg")]
    [InlineData(@"C:\photos\new.jpg", @"C:\photos\new.jpg")]
    [InlineData("鞋 👟 café", "鞋 👟 café")]
    [InlineData("a\tb\r\nc", @"a\tb\r\nc")]
    [InlineData("\u001b[31mred\u0007\u007f\u009b", @"\u001b[31mred\u0007\u007f\u009b")]
    [InlineData("line\u2028paragraph\u2029", @"line\u2028paragraph\u2029")]
    [InlineData("\u202Egpj.exe\u2066", @"\u202egpj.exe\u2066")]
    public void Escape_Text_WritesControlCharactersVisibly(string text, string expected) => ControlCharacters.Escape(text).Should().Be(expected);
}
