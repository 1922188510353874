using FsCheck.Xunit;

namespace Microsoft.ML.Sav.Heads.Tests;

[Properties(Arbitrary = [typeof(ExampleSet)])]
public class SavClassifierProperties
{
    [Property]
    public void Score_AnyQuery_AddsUpToOneAndFavoursAClassWithMostVotes(ExampleSet set, VoteTieRule tieRule)
    {
        var classifier = Train(set.Layout, set.CreateSupportSet(), tieRule);
        var vectors = set.Layout.Gather(set.Vectors[^1], FindPositions(set.Layout, classifier));
        var scores = new float[set.ClassCount];

        classifier.Score(vectors, scores);

        scores.Sum().Should().BeApproximately(1, 1e-5f);
        var votes = classifier.Vote(vectors).CountBy(vote => vote).ToDictionary();
        votes[Array.IndexOf(scores, scores.Max())].Should().Be(votes.Values.Max());
        classifier.Predict(vectors).Should().Be(Array.IndexOf(scores, scores.Max()));
    }

    [Property]
    public void Score_ExamplesInAnotherOrder_StaysTheSame(ExampleSet set, int seed) =>
        ScoreAll(set, set.CreateSupportSet(set.Shuffle(seed))).Should().Equal(ScoreAll(set, set.CreateSupportSet()));

    [Property]
    public void Vote_VectorsScaledPerHead_StaysTheSame(ExampleSet set, int seed)
    {
        // Powers of two, so that nothing is rounded differently.
        var random = new Random(seed);
        var factors = set.Layout.SelectMany(head => Enumerable.Repeat(MathF.ScaleB(1, random.Next(-20, 20)), head.Size)).ToArray();
        var classifier = new SavClassifier(set.CreateSupportSet().ComputeClassMeans());

        foreach (var vectors in set.Vectors)
            classifier.Vote([.. vectors.Select((value, i) => value * factors[i])]).Should().Equal(classifier.Vote(vectors));
    }

    [Property]
    public void Create_TrainingVectorsScaledPerHead_KeepsTheSameHeads(ExampleSet set, int seed)
    {
        var random = new Random(seed);
        var factors = set.Layout.SelectMany(head => Enumerable.Repeat(MathF.ScaleB(1, random.Next(-20, 20)), head.Size)).ToArray();
        var scaled = set with { Vectors = Array.ConvertAll(set.Vectors, vectors => vectors.Select((value, i) => value * factors[i]).ToArray()) };

        Train(set.Layout, scaled.CreateSupportSet()).Layout.Should().Equal(Train(set.Layout, set.CreateSupportSet()).Layout);
    }

    [Property]
    public void Create_HeadsInAnotherOrder_KeepsTheSameHeads(ExampleSet set, int seed)
    {
        var order = Enumerable.Range(0, set.Layout.Count).ToArray();
        new Random(seed).Shuffle(order);
        var permuted = set with { Layout = set.Layout.Subset(order), Vectors = Array.ConvertAll(set.Vectors, vectors => set.Layout.Gather(vectors, order)) };

        Train(set.Layout, permuted.CreateSupportSet()).Layout.Should().Equal(Train(set.Layout, set.CreateSupportSet()).Layout);
    }

    private static SavClassifier Train(FeatureLayout layout, SupportSet support, VoteTieRule tieRule = VoteTieRule.MeanCosine) =>
        (SavClassifier)SavTraining.Train(support, (layout.Count + 1) / 2, tieRule).Classifier;

    private static int[] FindPositions(FeatureLayout layout, SavClassifier classifier) => [.. classifier.Layout.Select(layout.FindPosition)];

    // All heads: which heads are kept can depend on how margins are rounded.
    private static float[] ScoreAll(ExampleSet set, SupportSet support)
    {
        var classifier = new SavClassifier(support.ComputeClassMeans());
        return [.. set.Vectors.SelectMany(vectors =>
        {
            var scores = new float[set.ClassCount];
            classifier.Score(vectors, scores);
            return scores;
        })];
    }
}
