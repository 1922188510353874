namespace Microsoft.ML.Sav.Tests;

public class NaturalBenchMetricsTests
{
    // Rows of a group: question 1 with image 1 and image 2, question 2 with image 1 and image 2. Values computed by hand from the definitions of
    // arXiv 2410.14669: a question counts if it is right for both images, an image if both questions are right for it.
    [Theory]
    [InlineData("1111", 1, 1, 1, 1)]
    [InlineData("1100", 0.5, 0.5, 0, 0)] // question 1
    [InlineData("1010", 0.5, 0, 0.5, 0)] // image 1
    [InlineData("1001", 0.5, 0, 0, 0)] // neither
    [InlineData("1101", 0.75, 0.5, 0.5, 0)] // question 1, image 2
    [InlineData("0111", 0.75, 0.5, 0.5, 0)] // question 2, image 2
    [InlineData("0000", 0, 0, 0, 0)]
    [InlineData("1111" + "1100" + "1010" + "1001", 0.625, 0.375, 0.375, 0.25)]
    public void Compute_Groups_GivesTheValuesByHand(string successes, double accuracy, double question, double image, double group)
    {
        var metrics = NaturalBenchMetrics.Compute(successes.Select(success => success == '1'));

        metrics.Should().Be(new NaturalBenchMetrics(successes.Length / 4, accuracy, question, image, group));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    public void Compute_NoWholeGroups_NamesTheNumberOfRows(int rows) =>
        FluentActions.Invoking(() => NaturalBenchMetrics.Compute(Enumerable.Repeat(true, rows))).Should().Throw<ArgumentException>()
            .WithMessage($"Expected groups of 4 rows, found {rows} rows.*");
}
