using Microsoft.ML.Sav.Heads.Tests.Gaussian;

namespace Microsoft.ML.Sav.Heads.Tests.Rejection;

public class RejectOptionTests
{
    private static readonly FeatureLayout Layout = new([new Feature(0, 0, 12), new Feature(1, 2, 40), new Feature(FeatureKind.VisionEncoder, 0, 0, 1300)]);

    [Theory]
    [InlineData(6, 8)] // more examples than values
    [InlineData(40, 8)] // fewer
    [InlineData(32, 8)] // as many
    public void LeaveOneOutValues_EveryExample_EqualRefitsWithoutIt(int size, int shots)
    {
        var examples = SyntheticExamples.Create(new FeatureLayout([new Feature(0, 0, size)]), [shots, shots - 3, 1, 2, shots + 5]);
        var reference = new ReferenceGaussian(examples);
        var scored = Enumerable.Range(0, examples.Count).Where(i => examples.GetClass(i) != 2).ToArray();

        var values = Fit(examples).LeaveOneOutValues;

        values.Should().Equal([.. scored.Select(reference.ComputeStrangenessWithout).Order()], IsClose);
    }

    [Theory]
    [InlineData(6, 8)]
    [InlineData(40, 8)]
    public void ComputeStrangeness_NewExamples_EqualsTheFormula(int size, int shots)
    {
        var layout = new FeatureLayout([new Feature(0, 0, size)]);
        var examples = SyntheticExamples.Create(layout, [shots, 1, shots + 5]);
        var reference = new ReferenceGaussian(examples);
        var option = Fit(examples);

        var news = SyntheticExamples.Create(layout, [5, 5, 5], draw: 1).Vectors.Concat(SyntheticExamples.Create(layout, [5], seed: 9).Vectors).ToArray();

        news.Should().HaveCount(20).And.AllSatisfy(vector => IsClose(option.ComputeStrangeness(vector), reference.ComputeStrangeness(vector)).Should().BeTrue());
    }

    [Theory]
    [InlineData(10, 10, 10, 10)]
    [InlineData(25, 2, 3, 10)]
    public void IsRejected_RowsOfClassesAndOfNone_TellsThemApart(params int[] counts)
    {
        var option = Fit(SyntheticExamples.Create(Layout, counts), rate: 0.1);
        var known = SyntheticExamples.Create(Layout, [50, 50, 50, 50], draw: 1).Vectors;
        var unknown = SyntheticExamples.Create(Layout, [50, 50], seed: 77).Vectors;

        known.Average(vectors => Rejects(option, vectors)).Should().BeLessThan(0.2, "a tenth is allowed on average");
        unknown.Average(vectors => Rejects(option, vectors)).Should().BeGreaterThan(0.9);
    }

    [Theory]
    [InlineData("separable")]
    [InlineData("many-classes")]
    public void Train_HeldOutClassOfTheFixture_IsStrangerThanTheOthers(string fixture)
    {
        var all = new ReferenceSet(fixture);
        var heldOut = all.ClassCount - 1;
        var features = Enumerable.Range(0, all.Layout.Count).Select(((ILabelledExamples)all.Support).ReadFeature).ToArray();
        using var support = new SupportSet(all.Layout, all.ClassCount);
        foreach (var i in Enumerable.Range(0, all.Support.Count).Where(i => all.Support.GetClass(i) != heldOut))
            support.Add(GetVectors(i), all.Support.GetClass(i));
        var option = ClassifierTrainer.Train(support, new ClassifierOptions { HeadCount = 4, RejectionRate = 0.05 }).RejectOption!;
        int[] positions = [.. option.Layout.Select(all.Layout.FindPosition)];

        var unknown = Enumerable.Range(0, all.Support.Count).Where(i => all.Support.GetClass(i) == heldOut)
            .Select(i => option.ComputeStrangeness(all.Layout.Gather(GetVectors(i), positions))).ToArray();

        unknown.Should().HaveCountGreaterThan(2);
        var area = unknown.Average(value => option.LeaveOneOutValues.Average(known => value > known ? 1.0 : 0));
        area.Should().BeGreaterThan(0.8, "the area under the ROC curve of a useless measure is 0.5");

        float[] GetVectors(int i) => [.. features.SelectMany((values, position) => values.AsSpan(i * all.Layout[position].Size, all.Layout[position].Size).ToArray())];
    }

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.GaussianHeads)]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Calm)]
    [InlineData(ClassifierKind.Hec)]
    public void Train_AnyKind_HasTheFeaturesOfTheClassifier(ClassifierKind kind)
    {
        using var support = GaussianGolden.CreateSupportSet();

        var trained = ClassifierTrainer.Train(support, new ClassifierOptions { Kind = kind, HeadCount = 3, RejectionRate = 0.1 });

        trained.RejectOption!.Layout.Should().Equal(trained.Classifier.Layout);
        trained.RejectOption.LeaveOneOutValues.Should().HaveCount(support.Count).And.BeInAscendingOrder();
        trained.RejectOption.LeaveOneOutValues.Count(trained.RejectOption.IsRejected).Should().BeInRange(1, support.Count / 10);
    }

    [Fact]
    public void Train_WithoutRate_HasNone()
    {
        using var support = GaussianGolden.CreateSupportSet();

        ClassifierTrainer.Train(support).RejectOption.Should().BeNull();
    }

    [Fact]
    public void IsRejected_OneExamplePerClass_RejectsNone()
    {
        var option = Fit(SyntheticExamples.Create(Layout, [1, 1, 1]), rate: 0.9);

        option.LeaveOneOutValues.Should().BeEmpty();
        option.Threshold.Should().Be(float.PositiveInfinity);
        Rejects(option, SyntheticExamples.Create(Layout, [1], seed: 5).Vectors[0]).Should().Be(0);
    }

    [Theory]
    [InlineData(19, 0.05, 1)]
    [InlineData(18, 0.05, 0)] // no row can be as strange as one of twenty
    [InlineData(99, 0.29, 29)] // not 28, although 0.29 * 100 is less than 29 in double precision
    public void Threshold_Rate_IsAQuantileOfTheExamples(int examples, double rate, int aboveOrAt)
    {
        float[] values = [.. Enumerable.Range(0, examples).Select(i => (float)i)];

        var option = new RejectOption(Layout, [], values, rate);

        values.Count(value => value >= option.Threshold).Should().Be(aboveOrAt);
        option.IsRejected(float.NaN).Should().Be(aboveOrAt > 0);
    }

    [Fact]
    public void WithRate_Greater_RejectsMore()
    {
        var option = Fit(SyntheticExamples.Create(Layout, [10, 10]), rate: 0.05);

        var counts = new double?[] { null, 0.05, 0.1, 0.5 }.Select(rate => option.LeaveOneOutValues.Count(option.WithRate(rate).IsRejected));

        counts.Should().Equal(0, 0, 1, 9);
        option.Invoking(o => o.WithRate(1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*below 1*");
        option.Invoking(o => o.WithRate(double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void ComputeStrangeness_ConstantFeaturesAndNoLength_AreIgnored()
    {
        var layout = new FeatureLayout([new Feature(0, 0, 8), new Feature(0, 1, 4)]);
        var examples = SyntheticExamples.Create(layout, [6, 6]).WithVectors((vector, _) => [.. vector[..8], 1, 2, 3, 4]);
        var option = Fit(examples);

        option.Features.Should().ContainSingle().Which.Position.Should().Be(0);
        float.IsFinite(option.ComputeStrangeness(new float[12])).Should().BeTrue();
        float.IsNaN(option.ComputeStrangeness([float.NaN, .. new float[11]])).Should().BeTrue();
        option.Invoking(o => o.ComputeStrangeness(new float[11])).Should().Throw<ArgumentException>().WithMessage("*12*11*");
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_HasTheSameBits()
    {
        var examples = SyntheticExamples.Create(Layout, [8, 8, 8]);

        var one = RejectOption.Fit(examples, Layout, 0.1, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        var many = RejectOption.Fit(examples, Layout, 0.1, new ParallelOptions());

        many.LeaveOneOutValues.Should().Equal(one.LeaveOneOutValues);
        many.ComputeStrangeness(examples.Vectors[0]).Should().Be(one.ComputeStrangeness(examples.Vectors[0]));
    }

    private static RejectOption Fit(SyntheticExamples examples, double rate = 0.05) => RejectOption.Fit(examples, examples.Layout, rate, new ParallelOptions());

    private static double Rejects(RejectOption option, float[] vectors) => option.IsRejected(option.ComputeStrangeness(vectors)) ? 1 : 0;

    private static bool IsClose(float actual, double expected) => Math.Abs(actual - expected) <= 1e-4 * Math.Max(1, Math.Abs(expected));
}
