using Microsoft.ML.Sav.Heads.Calm;

namespace Microsoft.ML.Sav.Heads.Tests.Calm;

public class HeldOutProbabilitiesTests
{
    private const int HeldOutCount = 10;

    [Fact]
    public void TryCompute_ExampleInMeans_EqualsMeansOfTheOthers()
    {
        var reference = new ReferenceSet("uneven"); // between 1 and 20 examples per class
        var actual = Create(reference.Support, reference.Support, areInMeans: true);
        int[] examples = [.. Enumerable.Range(0, reference.Support.Count).Where(actual.CanHoldOut).Take(HeldOutCount)];
        examples.Should().HaveCount(HeldOutCount);

        foreach (var example in examples)
        {
            using var others = Select(reference, i => i != example);
            using var single = Select(reference, i => i == example);
            var expected = Create(others, single, areInMeans: false);

            for (var position = 0; position < reference.Layout.Count; position++)
                Compute(actual, position, example).Should().Equal(Compute(expected, position, 0), (a, e) => Math.Abs(a - e) < 1e-5);
        }
    }

    [Fact]
    public void CanHoldOut_OnlyExampleOfItsClass_IsFalseIfItIsInTheMean()
    {
        var layout = FeatureLayout.CreateUniform(1, 1, 1);
        using var support = new SupportSet(layout, 2);
        support.Add([1], 0);
        support.Add([2], 1);
        support.Add([3], 1);

        Enumerable.Range(0, 3).Select(Create(support, support, areInMeans: true).CanHoldOut).Should().Equal(false, true, true);
        Enumerable.Range(0, 3).Select(Create(support, support, areInMeans: false).CanHoldOut).Should().Equal(true, true, true);
    }

    private static HeldOutProbabilities Create(SupportSet inMeans, SupportSet examples, bool areInMeans) =>
        new(inMeans.ComputeClassMeans(), examples, CalmClassifier.DefaultTemperature, areInMeans);

    private static double[] Compute(HeldOutProbabilities heldOut, int position, int example)
    {
        var probabilities = new double[heldOut.Means.ClassCount];
        heldOut.TryCompute(position, heldOut.Examples.ReadFeature(position), example, probabilities).Should().BeTrue();
        return probabilities;
    }

    private static SupportSet Select(ReferenceSet reference, Func<int, bool> isSelected)
    {
        ILabelledExamples examples = reference.Support;
        var features = Enumerable.Range(0, examples.Layout.Count).Select(position => examples.ReadFeature(position).Chunk(examples.Layout[position].Size).ToArray()).ToArray();
        var selected = new SupportSet(examples.Layout, examples.ClassCount);
        foreach (var example in Enumerable.Range(0, examples.Count).Where(isSelected))
            selected.Add([.. features.SelectMany(feature => feature[example])], examples.GetClass(example));
        return selected;
    }
}
