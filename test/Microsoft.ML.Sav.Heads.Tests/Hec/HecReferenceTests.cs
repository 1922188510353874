using Microsoft.ML.Sav.Heads.Hec;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Heads.Tests.Hec;

/// <summary>Equality with the authors' code, which computes in single precision; ours computes in double precision.</summary>
public class HecReferenceTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Sets => ReferenceSet.Names;

    [Theory, MemberData(nameof(Sets))]
    public void ComputeScores_ReferenceVectors_EqualsReference(string name)
    {
        var scores = HecTrainer.ComputeScores(new HecHeads(FeatureSubset.Create(new ReferenceSet(name).Support, FeatureKind.LastToken)), new ParallelOptions());

        scores.Should().Equal(Read(name).ReadSingle("head_scores"), (actual, expected) => Math.Abs(actual - expected) < 1e-6);
    }

    [Theory, MemberData(nameof(Sets))]
    public void Train_ReferenceVectors_KeepsTheSameHeads(string name)
    {
        var reference = new ReferenceSet(name);

        var kept = HecTrainer.Train(reference.Support).Classifier.Layout.Select(reference.Layout.FindPosition).ToArray();

        var expected = Array.ConvertAll(Read(name).ReadInt64("selected_heads"), head => (int)head);
        kept.Should().BeEquivalentTo(expected);
        // Heads whose scores are equal in single precision may change places.
        var scores = Read(name).ReadSingle("head_scores");
        kept.Select(head => scores[head]).Should().Equal(expected.Select(head => scores[head]), (a, e) => MathF.Abs(a - e) < 1e-6f);
    }

    [Theory, MemberData(nameof(Sets))]
    public void Score_ReferenceQueries_EqualsReference(string name)
    {
        var reference = new ReferenceSet(name);
        var classifier = HecTrainer.Train(reference.Support).Classifier;
        int[] positions = [.. classifier.Layout.Select(reference.Layout.FindPosition)];

        var scores = Array.ConvertAll(reference.Queries, query => Score(classifier, reference.Layout.Gather(query, positions)));

        scores.SelectMany(row => row).Should().Equal(
            Read(name).ReadSingle("mean_probabilities"), (actual, expected) => Math.Abs(actual - expected) < Tolerance);
        scores.Select(row => (long)Array.IndexOf(row, row.Max())).Should().Equal(Read(name).ReadInt64("predicted"));
    }

    private static SafetensorsFile Read(string name) => SafetensorsFile.Read(Repository.Fixture("hec", name + ".safetensors"));

    private static float[] Score(FeatureClassifier classifier, float[] vectors)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(vectors, scores);
        return scores;
    }
}
