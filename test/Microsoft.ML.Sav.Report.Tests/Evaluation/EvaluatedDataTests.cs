using Microsoft.ML.Sav.Report.Evaluation;

namespace Microsoft.ML.Sav.Report.Tests.Evaluation;

public class EvaluatedDataTests
{
    // Class 0: two right, one taken for class 1. Class 1: one right. Class 2: no row.
    private readonly EvaluatedData _data = new(
        [new(0, 0, [.9f, .1f, 0]), new(1, 0, [.8f, .1f, .1f]), new(2, 0, [.3f, .7f, 0]), new(3, 1, [.4f, .6f, 0])], classCount: 3, skipped: default, hash: "");

    [Fact]
    public void GetRecallAndPrecision_Rows_AreThoseOfTheCounts()
    {
        _data.GetRecall(0).Should().BeApproximately(2 / 3.0, 1e-12);
        _data.GetPrecision(0).Should().Be(1);
        _data.GetF1(0).Should().BeApproximately(.8, 1e-12);
        _data.GetRecall(1).Should().Be(1);
        _data.GetPrecision(1).Should().Be(.5);
    }

    [Fact]
    public void GetRecall_ClassWithoutRows_IsNull()
    {
        _data.GetRecall(2).Should().BeNull();
        _data.GetPrecision(2).Should().BeNull();
        _data.GetF1(2).Should().BeNull();
    }

    // Newcombe 1998, Statistics in Medicine 17: the Wilson interval of 81 of 263 is .2553 to .3662.
    [Fact]
    public void ComputeAccuracyInterval_PublishedExample_IsTheSame()
    {
        var data = new EvaluatedData([.. Enumerable.Range(0, 263).Select(row => new EvaluatedRow(row, row < 81 ? 0 : 1, [1, 0]))], classCount: 2, skipped: default, hash: "");

        var (low, high) = data.ComputeAccuracyInterval();

        low.Should().BeApproximately(.2553, 5e-5);
        high.Should().BeApproximately(.3662, 5e-5);
    }
}
