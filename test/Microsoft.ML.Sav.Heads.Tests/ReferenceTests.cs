namespace Microsoft.ML.Sav.Heads.Tests;

public class ReferenceTests
{
    public static TheoryData<string> Sets => ReferenceSet.Names;

    [Theory, MemberData(nameof(Sets))]
    public void ComputeClassMeans_ReferenceVectors_EqualsReference(string name)
    {
        var reference = new ReferenceSet(name);

        var means = reference.Support.ComputeClassMeans();

        var expected = reference.ClassMeans.Chunk(reference.Layout.VectorLength).ToArray();
        for (var c = 0; c < reference.ClassCount; c++)
            MaxDifference(means.Of(c), expected[c]).Should().BeLessThan(1e-5f);
    }

    [Theory, MemberData(nameof(Sets))]
    public void Measure_ReferenceVectors_CountsTheSameSuccesses(string name)
    {
        var reference = new ReferenceSet(name);

        var scores = HeadScores.Measure(reference.Support, reference.Support.ComputeClassMeans());

        scores.SuccessCounts.Should().Equal(reference.SuccessCounts.Select(count => (int)count));
    }

    [Theory, MemberData(nameof(Sets))]
    public void Best_ReferenceVectors_ChoosesTheSameHeadsUpToEqualCounts(string name)
    {
        var reference = new ReferenceSet(name);
        var scores = HeadScores.Measure(reference.Support, reference.Support.ComputeClassMeans());

        var best = scores.Best(reference.TopHeads.Length);

        best.Select(head => scores.SuccessCounts[head]).Should().Equal(reference.TopHeads.Select(head => scores.SuccessCounts[head]));
        var lowestKept = scores.SuccessCounts[best[^1]];
        best.Where(AboveLowest).Should().BeEquivalentTo(reference.TopHeads.Where(AboveLowest));

        bool AboveLowest(int head) => scores.SuccessCounts[head] > lowestKept;
    }

    [Theory, MemberData(nameof(Sets))]
    public void Votes_ReferenceHeads_EqualsReference(string name)
    {
        var reference = new ReferenceSet(name);
        var classifier = Classifier(reference, VoteTieRule.FirstVoted);

        var votes = reference.Queries.Select(query => classifier.Votes(reference.Layout.Gather(query, reference.TopHeads)));

        votes.Select(perHead => Enumerable.Range(0, reference.ClassCount).Select(c => perHead.LongCount(vote => vote == c)).ToArray())
            .Should().BeEquivalentTo(reference.Votes, options => options.WithStrictOrdering());
    }

    [Theory, MemberData(nameof(Sets))]
    public void Score_FirstVotedRule_PredictsAsReferenceDoes(string name)
    {
        var reference = new ReferenceSet(name);
        var classifier = Classifier(reference, VoteTieRule.FirstVoted);

        Predict(reference, classifier).Should().Equal(reference.Predicted);
    }

    [Theory, MemberData(nameof(Sets))]
    public void Score_MeanCosineRule_DiffersFromReferenceInVoteTiesOnly(string name)
    {
        var reference = new ReferenceSet(name);
        var classifier = Classifier(reference, VoteTieRule.MeanCosine);

        foreach (var (predicted, expected, votes) in Predict(reference, classifier).Zip(reference.Predicted, reference.Votes))
        {
            if (predicted != expected)
                votes[predicted].Should().Be(votes[expected]).And.Be(votes.Max());
        }
    }

    [Theory, MemberData(nameof(Sets))]
    public void Train_VectorsInHalfPrecision_KeepsTheSameHeadsAndPredictsTheSame(string name)
    {
        var exact = new ReferenceSet(name);
        var rounded = new ReferenceSet(name, memoryLimit: 0);
        using var support = rounded.Support;

        var expected = HeadSelection.Train(exact.Support, exact.TopHeads.Length, VoteTieRule.FirstVoted);
        var actual = HeadSelection.Train(support, exact.TopHeads.Length, VoteTieRule.FirstVoted);

        actual.Classifier.Layout.Heads.Should().BeEquivalentTo(expected.Classifier.Layout.Heads);
        // an example that is as near to two classes, to within 11 bits, may count for either
        actual.SuccessCounts.Should().Equal(expected.SuccessCounts, (count, exactCount) => Math.Abs(count - exactCount) <= 1);
        Predict(rounded, actual.Classifier).Should().Equal(Predict(exact, expected.Classifier));
    }

    private static HeadClassifier Classifier(ReferenceSet reference, VoteTieRule tieRule) =>
        new(reference.Support.ComputeClassMeans().Select(reference.TopHeads), tieRule);

    private static IEnumerable<long> Predict(ReferenceSet reference, HeadClassifier classifier)
    {
        var scores = new float[reference.ClassCount];
        var kept = classifier.Layout.Heads.Select(reference.Layout.PositionOf).ToArray();
        foreach (var query in reference.Queries)
        {
            classifier.Score(reference.Layout.Gather(query, kept), scores);
            yield return Array.IndexOf(scores, scores.Max());
        }
    }

    private static float MaxDifference(ReadOnlySpan<float> actual, float[] expected)
    {
        var max = 0f;
        for (var i = 0; i < expected.Length; i++)
            max = MathF.Max(max, MathF.Abs(actual[i] - expected[i]));
        return max;
    }
}
