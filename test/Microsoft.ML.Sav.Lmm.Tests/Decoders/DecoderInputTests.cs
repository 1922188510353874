using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Tests.Decoders;

public class DecoderInputTests
{
    private readonly DecoderInput _input = Input([5, 6, 7], [0, 1, 2], [1, 1, 2, 2, 3, 3]);

    [Fact]
    public void Slice_Tokens_TakesAllThatBelongsToThem()
    {
        var slice = _input.Slice(1..);

        slice.Prompt.TokenIds.Should().Equal(6, 7);
        slice.Prompt.Positions.Should().ContainSingle().Which.Should().Equal(1, 2);
        slice.Prompt.TokenTypes.Should().HaveCount(2);
        slice.Embeddings["inputs_embeds"].Values.Should().Equal(2, 2, 3, 3);
        slice.Embeddings["inputs_embeds"].Shape.Should().Equal(2, 2);
    }

    [Fact]
    public void SharedLength_Itself_IsAll() => _input.SharedLength(_input with { }).Should().Be(3);

    [Fact]
    public void SharedLength_OtherTokens_EndsBeforeThem() =>
        _input.SharedLength(Input([5, 6, 8, 9], [0, 1, 2, 3], [1, 1, 2, 2, 3, 3, 4, 4])).Should().Be(2);

    [Fact]
    public void SharedLength_OtherImageBehindTheSameTokens_EndsBeforeIt() =>
        _input.SharedLength(Input([5, 6, 7], [0, 1, 2], [1, 1, 2, 9, 3, 3])).Should().Be(1);

    [Fact]
    public void SharedLength_OtherPositions_EndsBeforeThem() =>
        _input.SharedLength(Input([5, 6, 7], [0, 1, 3], [1, 1, 2, 2, 3, 3])).Should().Be(2);

    [Fact]
    public void SharedLength_OneHasFeaturesForDeeperLayers_IsNone() =>
        _input.SharedLength(_input with { Embeddings = new Dictionary<string, FloatTensor>() }).Should().Be(0);

    private static DecoderInput Input(int[] ids, long[] positions, float[] embeddings) => new(
        new ModelInputs(ids, [positions], new long[ids.Length], []),
        new Dictionary<string, FloatTensor> { ["inputs_embeds"] = new(embeddings, [ids.Length, 2]) });
}
