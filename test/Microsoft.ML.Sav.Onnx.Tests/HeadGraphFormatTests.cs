using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Onnx.Tests;

public sealed class HeadGraphFormatTests
{
    [Fact]
    public void ReadLayout_UniformKeys_GivesUniformLayout()
    {
        var metadata = new Dictionary<string, string> { ["sav.layers"] = "2", ["sav.heads"] = "3", ["sav.head_size"] = "4" };

        HeadGraphFormat.ReadLayout(metadata, "m.onnx").Should().Equal(FeatureLayout.CreateUniform(2, 3, 4));
    }

    [Fact]
    public void ReadLayout_OtherMetadata_GivesNull() =>
        HeadGraphFormat.ReadLayout(new Dictionary<string, string> { ["author"] = "somebody" }, "m.onnx").Should().BeNull();

    [Theory]
    [InlineData("sav.layers", "2")]
    [InlineData("sav.layers", "two")]
    [InlineData("sav.layout", "[]")]
    [InlineData("sav.layout", "[[0,1]]")]
    [InlineData("sav.layout", "[null]")]
    [InlineData("sav.layout", "null")]
    [InlineData("sav.layout", "[[0,0,4],[0,0,4]]")]
    [InlineData("sav.layout", "heads")]
    [InlineData("sav.layout", "[[0,0,2000000000],[0,1,2000000000]]")]
    public void ReadLayout_WrongMetadata_NamesTheFile(string key, string value)
    {
        var read = () => HeadGraphFormat.ReadLayout(new Dictionary<string, string> { [key] = value }, "m.onnx");

        read.Should().Throw<OnnxModelException>().WithMessage("*'m.onnx'*");
    }

    [Theory]
    [InlineData("2", "2000000000", "4")]
    [InlineData("2000000000", "2000000000", "2000000000")]
    public void ReadLayout_MoreHeadsThanTheLimit_Throws(string layers, string heads, string size)
    {
        var metadata = new Dictionary<string, string> { ["sav.layers"] = layers, ["sav.heads"] = heads, ["sav.head_size"] = size };

        FluentActions.Invoking(() => HeadGraphFormat.ReadLayout(metadata, "m.onnx")).Should().Throw<OnnxModelException>().WithMessage("*4194304*");
    }
}
