using Microsoft.ML.Sav.Heads.Gaussian;
using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Heads.Tests.Gaussian;

public class GaussianGoldenTests
{
    private static readonly SupportSet Support = GaussianGolden.CreateSupportSet();
    private static readonly ExampleClasses Classes = new(Support);
    private static readonly ParallelOptions Parallel = new();

    private static FeatureRanking Ranking => FeatureRanking.Compute(Support, Classes, Enumerable.Range(0, Support.Layout.Count), Parallel);

    [Fact]
    public void ComputeLogits_EveryFeatureAndExample_EqualNumPys()
    {
        var expected = GaussianGolden.LeaveOneOutLogits;

        expected.Should().HaveCount(Support.Layout.Count);
        for (var position = 0; position < expected.Length; position++)
            ComputeAll(position).Should().Equal(expected[position], (actual, golden) => Math.Abs(actual - golden) < 1e-6);

        static double[] ComputeAll(int position)
        {
            var leaveOneOut = new LeaveOneOut(FeatureGaussian.Fit(Support, position, Classes)!);
            var logits = new double[Support.Count * Classes.Count];
            for (var i = 0; i < Support.Count; i++)
                leaveOneOut.ComputeLogits(i, logits.AsSpan(i * Classes.Count, Classes.Count));
            return logits;
        }
    }

    [Fact]
    public void ComputeScore_EveryFeature_EqualsNumPys()
    {
        var ranking = Ranking;

        Enumerable.Range(0, Support.Layout.Count).Select(position => ranking.ComputeScore(position, Classes.Scored))
            .Should().Equal(GaussianGolden.LogProbabilities, (actual, expected) => Math.Abs(actual - expected) < 1e-9);
    }

    [Fact]
    public void Create_Folds_EqualNumPys()
    {
        var folds = StratifiedFolds.Create(Classes, Ranking);

        Enumerable.Range(0, Support.Count).Select(i => Array.FindIndex(folds, fold => fold.Contains(i))).Should().Equal(GaussianGolden.Folds);
    }

    [Fact]
    public void Compute_NestedLogits_EqualNumPys()
    {
        var ranking = Ranking;
        var experts = Enum.GetValues<FeatureKind>().Select(kind => Support.Layout.FindPositions(kind)).Select(candidates => new GaussianExpert(
            Support.Layout[candidates[0]].Kind, candidates, new (int, double)[Math.Min(GaussianGolden.HeadCount, candidates.Length)])).ToArray();

        var logits = NestedLogits.Compute(Support, Classes, experts, StratifiedFolds.Create(Classes, ranking), ranking, Parallel);

        var expected = GaussianGolden.NestedLogits;
        expected.Should().HaveCount(logits.ExpertCount);
        for (var e = 0; e < expected.Length; e++)
        {
            Classes.Scored.SelectMany((_, i) => logits.GetLogits(e, i).ToArray()).Should().Equal(
                Classes.Scored.SelectMany(example => expected[e].AsSpan(example * Classes.Count, Classes.Count).ToArray()),
                (actual, golden) => Math.Abs(actual - golden) < 1e-6);
        }
    }

    [Fact]
    public void Fit_NestedLogitsWithoutSmoothing_EqualsSciPysWeights()
    {
        var logits = new ExpertLogits(GaussianGolden.NestedLogits, GaussianGolden.Classes, GaussianGolden.ClassCount);

        var weights = StackWeights.Fit(logits, smoothing: 0, Parallel);

        StackLoss.Compute(logits, weights, smoothing: 0, Parallel).Mean.Should().BeApproximately(GaussianGolden.Loss, 1e-9);
        // L-BFGS-B stops at differences of the loss, which is flat: weights agree to the root of that.
        weights.Should().Equal(GaussianGolden.Weights, (actual, expected) => Math.Abs(actual - expected) < 1e-4 * expected);
    }

    [Fact]
    public void Fit_LinearMapOfTheChosenFeatures_GivesNumPysProbabilities()
    {
        var features = GaussianGolden.Chosen.Zip(GaussianGolden.Weights)
            .SelectMany(expert => expert.First.Select(position => (position, expert.Second / expert.First.Length))).ToArray();

        var classifier = LinearMap.Fit(Support, Classes, features, Parallel);

        GaussianGolden.Queries.SelectMany(query => Score(classifier, query))
            .Should().Equal(GaussianGolden.QueryProbabilities, (actual, expected) => Math.Abs(actual - expected) < 2e-6);
    }

    [Fact]
    public void Train_Auto_ChoosesNumPysHeadsAndPredictsItsClasses()
    {
        var trained = GaussianTrainer.Train(ClassifierKind.Auto, Support, GaussianGolden.HeadCount);

        var kept = trained.Report.Experts.Where(expert => expert.Weight > 0).SelectMany(expert => GaussianGolden.Chosen[(int)expert.Kind]);
        trained.Report.Features.Select(feature => Support.Layout.FindPosition(feature.Feature)).Should().Equal(kept).And.NotBeEmpty();
        trained.Classifier.Layout.Should().Equal(trained.Report.Features.Select(feature => feature.Feature));
    }

    [Fact]
    public void Compute_Quality_EqualsNumPys()
    {
        var scores = GaussianGolden.LeaveOneOutProbabilities.Select(probability => (float)probability).Chunk(Classes.Count).ToArray();

        var quality = ClassificationQuality.Compute(scores, GaussianGolden.Classes)!;

        quality.Accuracy.Should().Be(GaussianGolden.Quality.Accuracy);
        quality.LogLoss.Should().BeApproximately(GaussianGolden.Quality.LogLoss, 1e-6);
        quality.CalibrationError.Should().BeApproximately(GaussianGolden.Quality.CalibrationError, 1e-6);
    }

    private static float[] Score(LinearClassifier classifier, float[] vectors)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(Support.Layout.Gather(vectors, [.. classifier.Layout.Select(Support.Layout.FindPosition)]), scores);
        return scores;
    }
}
