using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Microsoft.ML.Sav.Heads.Tests;

public class HeadClassifierProperties
{
    private const int Heads = 6;
    private const int HeadSize = 4;
    private const int Classes = 3;
    private static readonly HeadLayout Layout = HeadLayout.Uniform(2, Heads / 2, HeadSize);

    [Property]
    public void Score_AnyQuery_AddsUpToOneAndFavoursAClassWithMostVotes(int seed)
    {
        var examples = Examples(seed);
        var classifier = HeadSelection.Train(Support(examples), headCount: 4).Classifier;
        var kept = Layout.Gather(examples[0].Vectors, Positions(classifier));

        var scores = Score(classifier, kept);

        scores.Sum().Should().BeApproximately(1, 1e-5f);
        var votes = classifier.Votes(kept).CountBy(vote => vote).ToDictionary();
        votes[Array.IndexOf(scores, scores.Max())].Should().Be(votes.Values.Max());
    }

    [Property]
    public void Train_ExamplesInAnotherOrder_GivesTheSameScores(int seed)
    {
        var examples = Examples(seed);
        var shuffled = examples.ToArray();
        new Random(seed).Shuffle(shuffled);

        ScoreAll(examples, Support(shuffled)).Should().BeEquivalentTo(ScoreAll(examples, Support(examples)), CloseTo);
    }

    [Property]
    public void Train_HeadsInAnotherOrder_GivesTheSameScores(int seed)
    {
        var examples = Examples(seed);
        var order = Enumerable.Range(0, Heads).ToArray();
        new Random(seed).Shuffle(order);
        var permuted = new SupportSet(Layout.Select(order), Classes);
        foreach (var (vectors, classIndex) in examples)
            permuted.Add(Layout.Gather(vectors, order), classIndex);

        ScoreAll(examples, permuted).Should().BeEquivalentTo(ScoreAll(examples, Support(examples)), CloseTo);
    }

    [Property]
    public void Train_HeadsRescaledByPositiveFactors_GivesTheSameScores(int seed)
    {
        var examples = Examples(seed);
        // powers of two, so that rounding stays the same
        var scaled = examples.Select(example => (Scale(example.Vectors), example.Class)).ToArray();

        ScoreAll(scaled, Support(scaled)).Should().BeEquivalentTo(ScoreAll(examples, Support(examples)), CloseTo);

        static float[] Scale(float[] vectors) => [.. vectors.Select((value, i) => value * MathF.Pow(2, (i / HeadSize) - 3))];
    }

    [Property]
    public void Merge_SumsOfTwoParts_EqualsSumsOfTheWhole(int seed, NonNegativeInt cut)
    {
        var examples = Examples(seed);
        var whole = Sums(examples).ToMeans();
        var merged = Sums(examples[..(cut.Get % examples.Length)]);
        merged.Merge(Sums(examples[(cut.Get % examples.Length)..]));

        for (var c = 0; c < Classes; c++)
        {
            merged.ToMeans().CountOf(c).Should().Be(whole.CountOf(c));
            merged.ToMeans().Of(c).ToArray().Should().BeEquivalentTo(whole.Of(c).ToArray(), CloseTo);
        }
    }

    private static FluentAssertions.Equivalency.EquivalencyAssertionOptions<T> CloseTo<T>(FluentAssertions.Equivalency.EquivalencyAssertionOptions<T> options) =>
        options.WithStrictOrdering()
            .Using<float>(context => context.Subject.Should().BeApproximately(context.Expectation, 1e-4f)).WhenTypeIs<float>();

    private static (float[] Vectors, int Class)[] Examples(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 15).Select(i => (Vectors: Vector(i % Classes), Class: i % Classes))];

        float[] Vector(int classIndex) =>
            [.. Enumerable.Range(0, Layout.VectorLength).Select(i => (float)((random.NextDouble() * 2) - 1 + (i % Classes == classIndex ? 0.5 : 0)))];
    }

    private static SupportSet Support((float[] Vectors, int Class)[] examples)
    {
        var support = new SupportSet(Layout, Classes);
        foreach (var (vectors, classIndex) in examples)
            support.Add(vectors, classIndex);
        return support;
    }

    private static ClassSums Sums((float[] Vectors, int Class)[] examples)
    {
        var sums = new ClassSums(Layout, Classes);
        foreach (var (vectors, classIndex) in examples)
            sums.Add(vectors, classIndex);
        return sums;
    }

    private static float[][] ScoreAll((float[] Vectors, int Class)[] queries, SupportSet support)
    {
        var classifier = HeadSelection.Train(support, headCount: 4).Classifier;
        return [.. queries.Select(query => Score(classifier, Layout.Gather(query.Vectors, Positions(classifier))))];
    }

    private static int[] Positions(HeadClassifier classifier) => [.. classifier.Layout.Heads.Select(Layout.PositionOf)];

    private static float[] Score(HeadClassifier classifier, float[] query)
    {
        var scores = new float[Classes];
        classifier.Score(query, scores);
        return scores;
    }
}
