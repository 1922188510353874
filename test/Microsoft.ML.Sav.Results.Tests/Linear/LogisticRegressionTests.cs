using Microsoft.ML.Sav.Results.Linear;

namespace Microsoft.ML.Sav.Results.Tests.Linear;

/// <summary>Expected values: scikit-learn 1.2's LogisticRegression(C, tol=1e-10) on the same rows.</summary>
public sealed class LogisticRegressionTests
{
    private static readonly int[] Classes = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2];

    private static readonly float[][] Training =
    [
        .. Enumerable.Range(0, 12).Select(i => Normalize(j => Math.Sin(1 + (i * 3.7) + (j * 1.3)) + (i % 3 == j ? .5 : 0))),
    ];

    private static readonly float[][] Test = [.. Enumerable.Range(0, 2).Select(i => Normalize(j => Math.Sin(2 + (i * 5.1) + (j * .7))))];

    [Theory]
    [InlineData(1, 0, new[] { .428095f, .273221f, .298683f })]
    [InlineData(1, 1, new[] { .371591f, .301670f, .326739f })]
    [InlineData(100, 0, new[] { .999108f, .000499f, .000393f })]
    [InlineData(100, 1, new[] { .967281f, .022234f, .010485f })]
    public void Score_SmallProblem_EqualsScikitLearn(double strength, int row, float[] expected)
    {
        var model = LogisticRegression.Train(GramMatrix.Compute(Training, Training), Classes, 3, strength);

        model.Score(GramMatrix.Compute(Test, Training)[row]).Should().SatisfyRespectively(
            expected.Select(value => (Action<float>)(score => score.Should().BeApproximately(value, 2e-5f))));
    }

    [Fact]
    public void Train_EqualRows_StaysFinite()
    {
        float[][] rows = [[1, 0], [1, 0], [0, 1], [0, 1]];

        var model = LogisticRegression.Train(GramMatrix.Compute(rows, rows), [0, 0, 1, 1], 2, 1000);

        model.Score([1, 1, 0, 0])[0].Should().BeInRange(.9f, 1);
    }

    [Fact]
    public void Choose_OneRowPerClass_ReturnsMiddleStrength() =>
        StrengthSearch.Choose(GramMatrix.Compute(Training[..3], Training[..3]), [0, 1, 2], 3).Should().Be(10);

    private static float[] Normalize(Func<int, double> value) => GramMatrix.Normalize(Enumerable.Range(0, 5).Select(j => (float)value(j)).ToArray());
}
