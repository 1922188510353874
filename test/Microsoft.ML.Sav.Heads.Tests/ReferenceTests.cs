namespace Microsoft.ML.Sav.Heads.Tests;

public class ReferenceTests
{
    public static TheoryData<string> Sets => ReferenceSet.Names;

    [Theory, MemberData(nameof(Sets))]
    public void ComputeClassMeans_ReferenceVectors_EqualsReference(string name)
    {
        var reference = new ReferenceSet(name);

        var means = reference.Support.ComputeClassMeans();

        reference.ClassMeans.Should().HaveCount(means.ClassCount);
        for (var c = 0; c < means.ClassCount; c++)
            means.GetMean(c).ToArray().Should().Equal(reference.ClassMeans[c], (actual, expected) => MathF.Abs(actual - expected) < 1e-5f);
    }

    [Theory, MemberData(nameof(Sets))]
    public void Compute_ReferenceVectors_CountsTheSameSuccesses(string name)
    {
        var reference = new ReferenceSet(name);

        var scores = HeadScores.Compute(reference.Support, reference.Support.ComputeClassMeans());

        scores.SuccessCounts.Should().Equal(reference.SuccessCounts);
    }

    [Theory, MemberData(nameof(Sets))]
    public void SelectBest_ReferenceVectors_SelectsTheSameHeadsUpToEqualCounts(string name)
    {
        var reference = new ReferenceSet(name);
        var scores = HeadScores.Compute(reference.Support, reference.Support.ComputeClassMeans());

        var best = scores.SelectBest(reference.TopHeads.Length);

        best.Select(head => scores.SuccessCounts[head]).Should().Equal(reference.TopHeads.Select(head => scores.SuccessCounts[head]));
        var lowestKept = scores.SuccessCounts[best[^1]];
        best.Where(AboveLowest).Should().BeEquivalentTo(reference.TopHeads.Where(AboveLowest));

        bool AboveLowest(int head) => scores.SuccessCounts[head] > lowestKept;
    }

    [Theory, MemberData(nameof(Sets))]
    public void Vote_ReferenceHeads_EqualsReference(string name)
    {
        var reference = new ReferenceSet(name);
        var classifier = CreateClassifier(reference, VoteTieRule.FirstVoted);

        var votes = reference.Queries.Select(query => classifier.Vote(reference.Layout.Gather(query, reference.TopHeads)));

        votes.Select(perHead => Enumerable.Range(0, reference.ClassCount).Select(c => perHead.Count(vote => vote == c)).ToArray())
            .Should().BeEquivalentTo(reference.Votes, options => options.WithStrictOrdering());
    }

    [Theory, MemberData(nameof(Sets))]
    public void Predict_FirstVotedRule_PredictsAsReferenceDoes(string name)
    {
        var reference = new ReferenceSet(name);

        Predict(reference, CreateClassifier(reference, VoteTieRule.FirstVoted)).Should().Equal(reference.Predicted);
    }

    [Theory, MemberData(nameof(Sets))]
    public void Predict_MeanCosineRule_DiffersFromReferenceInVoteTiesOnly(string name)
    {
        var reference = new ReferenceSet(name);
        var votes = reference.Votes;

        var predicted = Predict(reference, CreateClassifier(reference, VoteTieRule.MeanCosine));

        predicted.Select((c, query) => votes[query][c]).Should().Equal(votes.Select(counts => counts.Max()));
        var decided = Enumerable.Range(0, votes.Length).Where(query => votes[query].Count(count => count == votes[query].Max()) == 1).ToArray();
        decided.Select(query => predicted[query]).Should().Equal(decided.Select(query => reference.Predicted[query])).And.NotBeEmpty();
    }

    [Theory, MemberData(nameof(Sets))]
    public void Create_VectorsInHalfPrecision_KeepsTheSameHeadsAndPredictsTheSame(string name)
    {
        var exact = new ReferenceSet(name);
        var rounded = new ReferenceSet(name, memoryLimit: 0);
        using var support = rounded.Support;

        var expected = SavTraining.Train(exact.Support, exact.TopHeads.Length, VoteTieRule.FirstVoted);
        var actual = SavTraining.Train(support, exact.TopHeads.Length, VoteTieRule.FirstVoted);

        actual.Classifier.Layout.Should().BeEquivalentTo(expected.Classifier.Layout);
        // An example that is equally near to two classes, within 11 bits, may count for either.
        actual.Report.Features.Should().Equal(expected.Report.Features, (score, exactScore) => Math.Abs(score.Score - exactScore.Score) <= 1);
        Predict(rounded, actual.Classifier).Should().Equal(Predict(exact, expected.Classifier));
    }

    private static SavClassifier CreateClassifier(ReferenceSet reference, VoteTieRule tieRule) =>
        new(reference.Support.ComputeClassMeans().Subset(reference.TopHeads), tieRule);

    private static int[] Predict(ReferenceSet reference, FeatureClassifier classifier)
    {
        var kept = classifier.Layout.Select(reference.Layout.FindPosition).ToArray();
        return Array.ConvertAll(reference.Queries, query => classifier.Predict(reference.Layout.Gather(query, kept)));
    }
}
