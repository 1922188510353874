using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Training;

namespace Microsoft.ML.Sav.Tests.Training;

public class PromptRankingTests
{
    [Fact]
    public void Rank_LaterPromptIsClearlyBetter_IsKept()
    {
        var scores = PromptRanking.Rank(["first", "second"], [Trial(1, 1.1, 0.9, 1), Trial(0.5, 0.6, 0.4, 0.5)]);

        scores.Select(score => (score.Prompt, score.IsKept)).Should().Equal(("second", true), ("first", false));
        scores[0].StandardError.Should().Be(0);
        scores[1].LeaveOneOut!.LogLoss.Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void Rank_LaterPromptIsBetterWithinOneStandardError_KeepsTheFirst()
    {
        // differences 1.2, -0.8, 1, -1: mean 0.1, sum of squared deviations 4.04
        var scores = PromptRanking.Rank(["first", "second"], [Trial(1.2, 1, 1, 1), Trial(0, 1.8, 0, 2)]);

        scores.Select(score => (score.Prompt, score.IsKept)).Should().Equal(("second", false), ("first", true));
        scores[1].StandardError.Should().BeApproximately(Math.Sqrt(4.04 / 3 / 4), 1e-12);
    }

    [Fact]
    public void Rank_SameLosses_KeepsTheFirst()
    {
        var scores = PromptRanking.Rank(["first", "second"], [Trial(1, 2), Trial(1, 2)]);

        scores.Select(score => (score.Prompt, score.IsKept, score.StandardError)).Should().Equal(("first", true, 0), ("second", false, 0));
    }

    [Fact]
    public void Rank_NoExampleCanBeLeftOut_KeepsTheFirst()
    {
        var none = new PromptTrial(Quality: null, Losses: new Dictionary<long, double>(), UsesHeads: true);

        PromptRanking.Rank(["first", "second"], [none, none]).Select(score => (score.Prompt, score.IsKept)).Should().Equal(("first", true), ("second", false));
    }

    [Fact]
    public void Rank_RowWasSkippedWithOnePrompt_ComparesTheOthers()
    {
        // Without row 1, the first prompt is better by 0.1 in each row.
        var skipping = Trial((0, 1.1), (2, 1.3), (3, 1.2));

        var scores = PromptRanking.Rank(["first", "second"], [Trial(1, 9, 1.2, 1.1), skipping]);

        scores.Select(score => (score.Prompt, score.IsKept)).Should().Equal(("first", true), ("second", false));
        scores[1].StandardError.Should().BeApproximately(0, 1e-12);
        scores[1].LeaveOneOut.Should().Be(skipping.Quality);
    }

    [Fact]
    public void Rank_NoRowWasUsedWithAllPrompts_KeepsTheFirst() =>
        PromptRanking.Rank(["first", "second"], [Trial((0, 2)), Trial((1, 1))]).Select(score => (score.Prompt, score.IsKept)).Should().Equal(("first", true), ("second", false));

    private static PromptTrial Trial(params double[] losses) => Trial([.. losses.Select((loss, row) => ((long)row, loss))]);

    private static PromptTrial Trial(params (long Row, double Loss)[] losses) => new(
        new ClassificationQuality(0.5, losses.Average(row => row.Loss), 0.1), losses.ToDictionary(row => row.Row, row => row.Loss), UsesHeads: true);
}
