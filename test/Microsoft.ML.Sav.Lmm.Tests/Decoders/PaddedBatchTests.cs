using Microsoft.ML.Sav.Lmm.Decoders;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Tests.Decoders;

public class PaddedBatchTests
{
    [Fact]
    public void Pad_TwoLengths_FillsTheShorterOnTheRight()
    {
        var batch = new PaddedBatch([Input(7, 8, 9), Input(5)]);

        batch.Shape.Should().Equal(2, 3);
        batch.Pad(row => row.Prompt.TokenIds, padding: -1).Should().Equal(7, 8, 9, 5, -1, -1);
    }

    [Fact]
    public void Pad_SeveralValuesAToken_KeepsThemTogether()
    {
        var batch = new PaddedBatch([Input(1), Input(2, 3)]);

        batch.Pad(row => Array.ConvertAll([.. row.Prompt.TokenIds, .. row.Prompt.TokenIds], id => (float)id)).Should().Equal(1, 1, 0, 0, 2, 3, 2, 3);
    }

    private static DecoderInput Input(params int[] ids) => new(new ModelInputs(ids, [], [], []), new Dictionary<string, FloatTensor>());
}
