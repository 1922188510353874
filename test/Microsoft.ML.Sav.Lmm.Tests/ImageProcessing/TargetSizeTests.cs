using System.Text.Json;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Tests.ImageProcessing;

public class TargetSizeTests
{
    [Theory]
    [InlineData("224", 224, 224)]
    [InlineData("[100, 200]", 100, 200)]
    [InlineData("{ \"height\": 30, \"width\": 40 }", 30, 40)]
    [InlineData("{ \"shortest_edge\": 30 }", 30, 45)]
    [InlineData("{ \"longest_edge\": 30 }", 20, 30)]
    [InlineData("{ \"shortest_edge\": 80, \"longest_edge\": 90 }", 60, 90)]
    [InlineData("{ \"shortest_edge\": 50, \"longest_edge\": 90 }", 50, 75)]
    [InlineData("{ \"max_height\": 10, \"max_width\": 100 }", 10, 15)]
    public void Resolve_ImageOf150By100_KeepsTheRule(string json, int height, int width)
    {
        using var document = JsonDocument.Parse(json);

        TargetSize.Parse(document.RootElement, isSquare: true)!.Resolve(new ImageSize(100, 150)).Should().Be(new ImageSize(height, width));
    }

    [Fact]
    public void Resolve_NumberAsShortestEdge_KeepsProportions()
    {
        using var document = JsonDocument.Parse("32");

        TargetSize.Parse(document.RootElement, isSquare: false)!.Resolve(new ImageSize(150, 45)).Should().Be(new ImageSize(106, 32));
    }
}
