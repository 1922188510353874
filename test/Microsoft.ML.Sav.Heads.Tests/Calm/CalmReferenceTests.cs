using Microsoft.ML.Sav.Heads.Calm;

namespace Microsoft.ML.Sav.Heads.Tests.Calm;

/// <summary>Equality with the reference, which computes in single precision.</summary>
public class CalmReferenceTests
{
    private const float Tolerance = 2e-6f;

    public static TheoryData<string> Sets => ReferenceSet.Names;

    [Theory, MemberData(nameof(Sets))]
    public void Compute_SupportAndValidation_EqualsReferenceReliability(string name)
    {
        var reference = new CalmReference(name);
        var means = reference.Support.ComputeClassMeans();

        var reliability = Reliability.Compute(new HeldOutProbabilities(means, reference.Validation, CalmClassifier.DefaultTemperature, areInMeans: false), new ParallelOptions());

        var actual = Enumerable.Range(0, means.Layout.Count).Select(
            position => Enumerable.Range(0, means.ClassCount).Select(c => (float)reliability.Get(position, c)).ToArray());
        AssertEqual(actual, reference.Read("calm_reliability"));
    }

    [Theory, MemberData(nameof(Sets))]
    public void Train_AllHeads_EqualsReference(string name) => AssertEqualsReference(name, "", new CalmOptions());

    [Theory, MemberData(nameof(Sets))]
    public void Train_Shrinkage_EqualsReference(string name) => AssertEqualsReference(name, "_shrunk5", new CalmOptions { Shrinkage = 5 });

    // In the set "uneven", a class has no validation rows, and the reference keeps 8 arbitrary heads for it.
    [Theory, MemberData(nameof(Sets))]
    public void Train_EightHeadsPerClass_EqualsReferenceForClassesWithValidationRows(string name)
    {
        var reference = new CalmReference(name);
        var classes = Enumerable.Range(0, reference.Validation.Count).Select(reference.Validation.GetClass).Distinct().ToArray();

        var classifier = reference.Train(new CalmOptions { HeadsPerClass = 8 });

        AssertEqual(Select(reference.GetWeights(classifier)), Select(reference.Read("calm_weights_top8")));
        AssertEqual(Select(ScoreAll(reference, classifier)), Select(reference.Read("calm_scores_top8")));

        IEnumerable<float[]> Select(IEnumerable<float[]> rows) => rows.Select(row => Array.ConvertAll(classes, c => row[c]));
    }

    [Theory, MemberData(nameof(Sets))]
    public void Score_ReferenceQueries_IsTheReferenceScoreDividedByItsSum(string name)
    {
        var reference = new CalmReference(name);
        var classifier = reference.Train();
        var expected = Array.ConvertAll(reference.Read("calm_scores"), row => Array.ConvertAll(row, score => score / row.Sum()));

        var actual = Array.ConvertAll(reference.Queries, query =>
        {
            var scores = new float[classifier.ClassCount];
            classifier.Score(reference.Gather(classifier, query), scores);
            return scores;
        });

        AssertEqual(actual, expected);
    }

    private static void AssertEqualsReference(string name, string suffix, CalmOptions options)
    {
        var reference = new CalmReference(name);

        var classifier = reference.Train(options);

        AssertEqual(reference.GetWeights(classifier), reference.Read("calm_weights" + suffix));
        AssertEqual(ScoreAll(reference, classifier), reference.Read("calm_scores" + suffix));
        reference.Queries.Select(query => classifier.Predict(reference.Gather(classifier, query))).Should().Equal(reference.ReadPredicted(suffix));
    }

    private static IEnumerable<float[]> ScoreAll(CalmReference reference, CalmClassifier classifier) => reference.Queries.Select(query =>
        Array.ConvertAll(classifier.ComputeWeightedProbabilities(reference.Gather(classifier, query)), sum => (float)sum));

    private static void AssertEqual(IEnumerable<float[]> actual, IEnumerable<float[]> expected) =>
        actual.SelectMany(row => row).Should().Equal(expected.SelectMany(row => row), (a, e) => MathF.Abs(a - e) < Tolerance);
}
