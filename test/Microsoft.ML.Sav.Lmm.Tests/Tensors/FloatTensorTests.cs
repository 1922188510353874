using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Tests.Tensors;

public class FloatTensorTests
{
    private static readonly FloatTensor Two = new([1, 2, 3, 4, 5, 6], [1, 2, 3]);

    [Fact]
    public void ToRows_AnyDimensions_KeepsTheLast()
    {
        Two.ToRows().Shape.Should().Equal(2, 3);
        new FloatTensor([], [4, 0]).ToRows().Shape.Should().Equal(0, 0);
    }

    [Fact]
    public void Concat_TwoTensors_JoinsTheirRows()
    {
        var joined = FloatTensor.Concat([Two.ToRows(), new FloatTensor([7, 8, 9], [1, 3])]);

        joined.Values.Should().Equal(1, 2, 3, 4, 5, 6, 7, 8, 9);
        joined.Shape.Should().Equal(3, 3);
    }

    [Fact]
    public void Rows_Range_IsAPartOfTheFirstDimension()
    {
        var last = new FloatTensor([1, 2, 3, 4, 5, 6], [3, 2, 1]).Rows(1..);

        last.Values.Should().Equal(3, 4, 5, 6);
        last.Shape.Should().Equal(2, 2, 1);
    }
}
