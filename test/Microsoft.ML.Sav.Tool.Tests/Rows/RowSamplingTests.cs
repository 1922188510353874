using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Tests.Rows;

public class RowSamplingTests
{
    private static readonly InputRow[] Rows =
        [.. Enumerable.Range(0, 30).Select(index => new InputRow { Text = $"{index}", Label = index < 20 ? "many" : "few" })];

    [Fact]
    public void SelectShots_TakesAsManyPerClass()
    {
        var shots = new RowSampling(Rows, seed: 1).SelectShots(15);

        shots.CountBy(row => row.Label).Should().BeEquivalentTo([KeyValuePair.Create("many", 15), KeyValuePair.Create("few", 10)]);
        shots.Should().BeSubsetOf(Rows).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void SelectShots_SameSeed_SameRows_OtherSeed_OtherRows()
    {
        var shots = new RowSampling(Rows, seed: 1).SelectShots(5);

        new RowSampling(Rows, seed: 1).SelectShots(5).Should().Equal(shots);
        new RowSampling(Rows, seed: 2).SelectShots(5).Should().NotEqual(shots);
    }

    [Theory]
    [InlineData(0.2, 4, 2)]
    [InlineData(0.001, 1, 1)]
    [InlineData(0.999, 19, 9)]
    public void Split_LeavesOutTheShareOfEachClass(double share, int many, int few)
    {
        var (training, test) = new RowSampling(Rows, seed: 0).Split(share);

        test.Count(row => row.Label == "many").Should().Be(many);
        test.Count(row => row.Label == "few").Should().Be(few);
        training.Concat(test).Should().BeEquivalentTo(Rows);
    }

    [Fact]
    public void Fold_EachRowIsTestedOnce()
    {
        var folds = new RowSampling(Rows, seed: 0).Fold(4).ToArray();

        folds.Should().HaveCount(4).And.AllSatisfy(fold => fold.Training.Concat(fold.Test).Should().BeEquivalentTo(Rows));
        folds.SelectMany(fold => fold.Test).Should().BeEquivalentTo(Rows);
        folds.Select(fold => fold.Test.Count(row => row.Label == "few")).Should().Equal(3, 3, 2, 2);
    }

    [Fact]
    public void Split_OneRowOfAClass_IsRefused() =>
        FluentActions.Invoking(() => new RowSampling([.. Rows, new InputRow { Label = "one" }], seed: 0).Split(0.5))
            .Should().Throw<InvalidDataException>().WithMessage("The class 'one' has one row, expected at least two*");
}
