using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions;

public class PromptBatchesTests
{
    [Theory]
    [InlineData(new[] { 20, 20, 20, 20, 20 }, new[] { 4, 1 })]
    [InlineData(new[] { 20, 19, 21, 20 }, new[] { 4 })]
    [InlineData(new[] { 20, 40, 40, 20 }, new[] { 1, 2, 1 })]
    [InlineData(new[] { 400, 400, 400 }, new[] { 2, 1 })]
    [InlineData(new[] { 5000, 5000 }, new[] { 1, 1 })]
    [InlineData(new int[0], new int[0])]
    public void Group_Lengths_KeepsOrderAndLittlePadding(int[] lengths, int[] sizes)
    {
        var groups = new PromptBatches(size: 4).Group(lengths.Select(Input)).ToList();

        groups.Select(group => group.Count).Should().Equal(sizes);
        groups.SelectMany(group => group).Select(input => input.Prompt.TokenIds.Length).Should().Equal(lengths);
    }

    private static DecoderInput Input(int length) =>
        new(new ModelInputs(new int[length], [new long[length]], new long[length], []), new Dictionary<string, FloatTensor>());
}
