using Microsoft.ML.Sav.Lmm.ImageProcessing;

namespace Microsoft.ML.Sav.Lmm.Tests.ImageProcessing;

public class ImageTensorTests
{
    [Theory]
    [InlineData(65_536, 65_536)]
    [InlineData(-2, 3)]
    [InlineData(-2, -3)]
    public void Allocate_NoArrayCanBeThatLong_NamesTheShape(int rows, int columns) =>
        FluentActions.Invoking(() => ImageTensor.Allocate<float>(rows, columns)).Should().Throw<PromptException>().WithMessage($"*[{rows}, {columns}]*");

    [Fact]
    public void Concat_NoArrayCanBeThatLong_NamesTheShape()
    {
        var tensor = new ImageTensor("pixel_values", new bool[1 << 20], [1, 1 << 20]);

        FluentActions.Invoking(() => ImageTensor.Concat([.. Enumerable.Repeat(tensor, 4096)])).Should().Throw<PromptException>().WithMessage("*[4096, 1048576]*");
    }
}
