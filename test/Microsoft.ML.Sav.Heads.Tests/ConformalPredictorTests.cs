using Microsoft.ML.Sav.Heads.Tests.Gaussian;

namespace Microsoft.ML.Sav.Heads.Tests;

public class ConformalPredictorTests
{
    [Theory]
    [InlineData(.05f, 1 / 5.0)]
    [InlineData(.1f, 2 / 5.0)]
    [InlineData(.5f, 4 / 5.0)]
    [InlineData(1f, 1)]
    public void ComputePValue_Score_CountsScoresUpToIt(float score, double expected) =>
        new ConformalPredictor([.5f, .9f, .1f, .5f]).ComputePValue(score).Should().Be(expected);

    [Fact]
    public void SelectClasses_GreaterCoverage_AddsClasses()
    {
        var predictor = new ConformalPredictor(Enumerable.Range(1, 9).Select(i => i / 10f));
        float[] scores = [.15f, .65f, .2f];

        predictor.SelectClasses(scores, .2).Should().BeEmpty("only a score of .8 is as credible as that");
        predictor.SelectClasses(scores, .5).Should().Equal(1);
        predictor.SelectClasses(scores, .75).Should().Equal(1, 2);
        predictor.SelectClasses(scores, .85).Should().Equal(1, 2, 0);
        predictor.SelectClasses([0, 1, 0], .9).Should().Equal([1], "a p-value of one tenth is not above it");
        predictor.SelectClasses([0, 1, 0], .95).Should().Equal([1, 0, 2], "nine examples say nothing about one row of twenty");
    }

    [Fact]
    public void SelectClasses_NewExamples_HoldTheOwnClassAsOftenAsStated()
    {
        var layout = new FeatureLayout([new Feature(0, 0, 16), new Feature(0, 1, 16)]);
        var held = Enumerable.Range(0, 8).Average(draw =>
        {
            var training = SyntheticExamples.Create(layout, [15, 15, 15], strength: 0.5, draw: draw + 1);
            using var support = new SupportSet(layout, 3);
            for (var i = 0; i < training.Count; i++)
                support.Add(training.Vectors[i], training.GetClass(i));
            var trained = ClassifierTrainer.Train(support, new ClassifierOptions { HeadCount = 1 });
            var test = SyntheticExamples.Create(layout, [40, 40, 40], strength: 0.5, draw: draw + 100);
            return Enumerable.Range(0, test.Count).Average(i =>
                trained.ConformalPredictor!.SelectClasses(test.Score(trained.Classifier, i), .8).Contains(test.GetClass(i)) ? 1.0 : 0);
        });

        held.Should().BeInRange(.75, .88);
    }

    [Fact]
    public void Create_WrongScores_Throws()
    {
        FluentActions.Invoking(() => new ConformalPredictor([])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ConformalPredictor([float.NaN])).Should().Throw<ArgumentException>();
        new ConformalPredictor([1]).Invoking(p => p.SelectClasses([1], 1)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
