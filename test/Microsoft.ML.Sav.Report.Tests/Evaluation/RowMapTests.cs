using Microsoft.ML.Sav.Report.Evaluation;

namespace Microsoft.ML.Sav.Report.Tests.Evaluation;

public class RowMapTests
{
    [Fact]
    public void Compute_RowsOfTwoClasses_AreApart()
    {
        EvaluatedRow[] rows = [.. Enumerable.Range(0, 20).Select(row => new EvaluatedRow(row, row % 2, row % 2 == 0 ? [.8f - (.01f * row), .1f + (.01f * row), .1f] : [.1f, .7f, .2f]))];

        var map = RowMap.Compute(rows);

        var even = map.Points.Where((_, row) => row % 2 == 0).Select(point => point.X).ToList();
        var odd = map.Points.Where((_, row) => row % 2 == 1).Select(point => point.X).ToList();
        (even.Min() > odd.Max() || even.Max() < odd.Min()).Should().BeTrue();
        map.Explained.Should().BeApproximately(1, 1e-9, "centred logits of three classes span a plane");
    }

    [Fact]
    public void Compute_EqualRows_AreAtOnePoint()
    {
        var map = RowMap.Compute([new(0, 0, [1, 0]), new(1, 1, [1, 0])]);

        map.Points.Should().Equal((0, 0), (0, 0));
        map.Explained.Should().Be(1);
    }
}
