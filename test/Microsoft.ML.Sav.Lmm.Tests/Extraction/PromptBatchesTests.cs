using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Extraction;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Tests.Extraction;

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
        var groups = new PromptBatches(size: 4).Group(lengths.Select(Waiting)).ToList();

        groups.Select(group => group.Count).Should().Equal(sizes);
        groups.SelectMany(group => group).Select(prompt => prompt.Input!.Length).Should().Equal(lengths);
    }

    [Fact]
    public void Group_PromptsThatAreDone_StayInTheirPlaceAndTakeNoPartInPadding()
    {
        PromptExtraction[] prompts = [Waiting(20), Done(), Waiting(20), Waiting(90), Done()];

        var groups = new PromptBatches(size: 4).Group(prompts).ToList();

        groups.Select(group => group.Count).Should().Equal(3, 2);
        groups.SelectMany(group => group).Should().Equal(prompts);
    }

    [Fact]
    public void Group_OnlyPromptsThatAreDone_DoesNotHoldThemBack()
    {
        var taken = 0;

        new PromptBatches(size: 4).Group(Enumerable.Range(0, 4).Select(_ => { taken++; return Done(); })).First().Should().ContainSingle();

        taken.Should().Be(1);
    }

    private static PromptExtraction Done() => new(new Prompt("", [])) { Vectors = [1] };

    private static PromptExtraction Waiting(int length) => new(new Prompt("", []))
    {
        Input = new DecoderInput(new ModelInputs(new int[length], [new long[length]], new long[length], []), new Dictionary<string, FloatTensor>()),
    };
}
