using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Heads.Tests.Stacking;

public class StackWeightsTests
{
    private static readonly ParallelOptions Threads = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Fact]
    public void Fit_Cancelled_Throws()
    {
        var cancelled = new ParallelOptions { CancellationToken = new CancellationToken(canceled: true) };

        FluentActions.Invoking(() => StackWeights.Fit(CreateLogits(1, strengths: [1, 0.3], scales: [1, 1]), smoothing: 0.01, cancelled))
            .Should().Throw<OperationCanceledException>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Fit_RandomLogits_MeetsTheConditionsOfAnOptimum(int seed)
    {
        var logits = CreateLogits(seed, strengths: [1, 0.3, 0, -0.5], scales: [1, 100, 0.01, 1]);

        var weights = StackWeights.Fit(logits, smoothing: 0.01, Threads);

        weights[0].Should().BePositive();
        weights[3].Should().Be(0);
        StackLoss.Compute(logits, weights, smoothing: 0.01, Threads).Gradient[3].Should().BePositive();
        ExpectOptimum(logits, weights, smoothing: 0.01);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Fit_ExpertsThatShareNoise_MeetsTheConditionsOfAnOptimum(int seed)
    {
        var logits = CreateLogits(seed, strengths: [0.6, 0.3, 0.5], scales: [1, 1, 10], sharedNoise: 0.95, examples: 600);

        ExpectOptimum(logits, StackWeights.Fit(logits, smoothing: 0.01, Threads), smoothing: 0.01);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Fit_ExpertsThatShareNoiseAndAPrior_MeetsTheConditionsOfAnOptimum(int seed)
    {
        var logits = CreateLogits(seed, strengths: [0.6, 0.3], scales: [1, 1], sharedNoise: 0.95, examples: 600);
        var prior = new WeightPrior([1, 0], 30);

        ExpectOptimum(logits, StackWeights.Fit(logits, smoothing: 0.01, Threads, prior), smoothing: 0.01, prior);
    }

    [Fact]
    public void Compute_Derivatives_EqualDifferences()
    {
        var logits = CreateLogits(seed: 1, strengths: [1, 0.3], scales: [1, 2]);
        double[] weights = [0.4, 0.3];
        const double Step = 1e-5;

        var loss = StackLoss.Compute(logits, weights, smoothing: 0.1, Threads);

        for (var e = 0; e < 2; e++)
        {
            var (before, after) = (Move(e, -Step), Move(e, Step));
            loss.Gradient[e].Should().BeApproximately((after.Mean - before.Mean) / (2 * Step), 1e-8);
            for (var f = 0; f < 2; f++)
                loss.Hessian[e, f].Should().BeApproximately((after.Gradient[f] - before.Gradient[f]) / (2 * Step), 1e-7);
        }

        StackLoss Move(int expert, double change) =>
            StackLoss.Compute(logits, [.. weights.Select((weight, e) => e == expert ? weight + change : weight)], smoothing: 0.1, Threads);
    }

    [Fact]
    public void Compute_Smoothing_EqualsCrossEntropyWithSmoothedTargets()
    {
        var logits = CreateLogits(seed: 2, strengths: [1], scales: [1]);

        var loss = StackLoss.Compute(logits, [0.7], smoothing: 0.2, Threads);

        for (var i = 0; i < logits.Count; i++)
        {
            var logProbabilities = logits.ComputeProbabilities([0.7], i).Select(probability => Math.Log(probability)).ToArray();
            loss.Losses[i].Should().BeApproximately((-0.8 * logProbabilities[logits.GetClass(i)]) - (0.2 * logProbabilities.Average()), 1e-12);
        }
    }

    [Fact]
    public void Fit_ExpertThatSeparatesTheClasses_StaysFinite()
    {
        var logits = new ExpertLogits([[1, -1, -1, 1]], [0, 1], classCount: 2);

        var weight = StackWeights.Fit(logits, smoothing: 0.25, Threads).Single();

        // Laplace's rule of succession for two successes: 3/4, smoothed over both classes to 7/8.
        weight.Should().BeApproximately(0.5 * Math.Log(7), 1e-9);
    }

    [Fact]
    public void Fit_SameExpertTwice_SharesTheWeight()
    {
        var one = CreateLogits(seed: 1, strengths: [1], scales: [1]);

        var weights = StackWeights.Fit(one.SelectExperts([0, 0]), smoothing: 0.01, Threads);

        weights.Sum().Should().BeApproximately(StackWeights.Fit(one, smoothing: 0.01, Threads).Single(), 1e-6);
    }

    [Fact]
    public void Fit_PriorOfAnyStrength_LiesBetweenThePriorAndTheFit()
    {
        var logits = CreateLogits(seed: 1, strengths: [1, 0.5], scales: [1, 10]);
        double[] prior = [2, 0];
        var without = StackWeights.Fit(logits, smoothing: 0.01, Threads);

        var weak = StackWeights.Fit(logits, smoothing: 0.01, Threads, new WeightPrior(prior, 1e-6));
        var medium = StackWeights.Fit(logits, smoothing: 0.01, Threads, new WeightPrior(prior, 30));
        var strong = StackWeights.Fit(logits, smoothing: 0.01, Threads, new WeightPrior(prior, 1e9));

        for (var e = 0; e < 2; e++)
        {
            weak[e].Should().BeApproximately(without[e], 1e-5);
            strong[e].Should().BeApproximately(prior[e], 1e-5);
            medium[e].Should().BeInRange(Math.Min(prior[e], without[e]), Math.Max(prior[e], without[e]));
        }
    }

    [Fact]
    public void FitStepwise_ExpertsAreAlike_TakesTheFirst()
    {
        var logits = CreateLogits(seed: 4, strengths: [1], scales: [1]).SelectExperts([0, 0, 0]);

        ExpertSelection.FitStepwise(logits, smoothing: 0.01, Threads).Select(weight => weight > 0).Should().Equal(true, false, false);
    }

    [Fact]
    public void FitStepwise_ExpertsWithoutInformation_LeavesThemOut()
    {
        var logits = CreateLogits(seed: 5, strengths: [0, 1, 0, 0], scales: [1, 1, 1, 1]);

        ExpertSelection.FitStepwise(logits, smoothing: 0.01, Threads).Select(weight => weight > 0).Should().Equal(false, true, false, false);
    }

    [Fact]
    public void FitStepwise_TwoIndependentExperts_KeepsBoth()
    {
        var logits = CreateLogits(seed: 1, strengths: [1, 1], scales: [1, 1]);

        ExpertSelection.FitStepwise(logits, smoothing: 0.01, Threads).Should().OnlyContain(weight => weight > 0.1);
    }

    [Fact]
    public void Fit_EveryExpertIsWorseThanChance_GivesTheMostAccurateASmallWeight()
    {
        // The second expert is right on one example of three.
        var logits = new ExpertLogits([[-1, 1, 1, -1, -1, 1], [-3, 3, 3, -3, 1, -1]], [0, 1, 0], classCount: 2);

        var weights = ExpertSelection.Fit(logits, Threads);

        weights[0].Should().Be(0);
        (weights[1] * logits.ComputeRootMeanSquare(1)).Should().BeApproximately(0.1, 1e-12);
    }

    // Karush-Kuhn-Tucker: the slope is 0 where the weight is positive, and not negative where it is 0.
    private static void ExpectOptimum(ExpertLogits logits, double[] weights, double smoothing, WeightPrior? prior = null)
    {
        var gradient = StackLoss.Compute(logits, weights, smoothing, Threads, prior).Gradient;
        var size = Enumerable.Range(0, weights.Length).Select(logits.ComputeRootMeanSquare).ToArray();
        Enumerable.Range(0, weights.Length).Should()
            .OnlyContain(e => weights[e] > 0 ? Math.Abs(gradient[e]) < 1e-9 * size[e] : weights[e] == 0 && gradient[e] > -1e-9 * size[e]);
    }

    private static ExpertLogits CreateLogits(int seed, double[] strengths, double[] scales, double sharedNoise = 0, int examples = 120)
    {
        const int ClassCount = 4;
        var random = new Random(seed);
        var classes = Enumerable.Range(0, examples).Select(i => i % ClassCount).ToArray();
        double[] shared = [.. Enumerable.Range(0, examples * ClassCount).Select(_ => sharedNoise > 0 ? DrawNoise() : 0)];
        return new ExpertLogits(
            [.. strengths.Zip(scales, (strength, scale) => classes.SelectMany((own, example) => CreateRow(example, own, strength, scale)).ToArray())], classes, ClassCount);

        double[] CreateRow(int example, int own, double strength, double scale)
        {
            var row = Enumerable.Range(0, ClassCount).Select(c =>
                scale * ((c == own ? strength : 0) + (sharedNoise * shared[(example * ClassCount) + c]) + ((1 - sharedNoise) * DrawNoise()))).ToArray();
            return [.. row.Select(value => value - row.Average())];
        }

        double DrawNoise() => random.NextDouble() + random.NextDouble() - 1;
    }
}
