using FsCheck;
using FsCheck.Fluent;

namespace Microsoft.ML.Sav.Heads.Tests;

/// <summary>
/// Random labelled head vectors. Values are multiples of 1/8 from -8 to 8, whose sums are exact in any order and which half precision
/// keeps.
/// </summary>
public sealed record ExampleSet(FeatureLayout Layout, int ClassCount, float[][] Vectors, int[] Classes)
{
    public int Count => Vectors.Length;

    /// <summary>For <c>[Property(Arbitrary = ...)]</c>.</summary>
    public static Arbitrary<ExampleSet> Arbitrary() => (
        from sizes in Gen.Choose(1, 9).NonEmptyListOf()
        from classCount in Gen.Choose(2, 5)
        from count in Gen.Choose(2, 20)
        from values in Gen.Choose(-64, 64).ArrayOf(count * sizes.Sum())
        from classes in Gen.Choose(0, classCount - 1).ArrayOf(count - 2)
        select new ExampleSet(
            new FeatureLayout(sizes.Select((size, i) => new Feature(i / 2, i % 2, size))),
            classCount,
            [.. values.Select(value => value / 8f).Chunk(sizes.Sum())],
            [0, 1, .. classes])).ToArbitrary();

    public ClassSums Sum(IEnumerable<int> examples)
    {
        var sums = new ClassSums(Layout, ClassCount);
        foreach (var example in examples)
            sums.Add(Vectors[example], Classes[example]);
        return sums;
    }

    public SupportSet CreateSupportSet(IEnumerable<int>? order = null, long memoryLimit = SupportSet.DefaultMemoryLimit)
    {
        var support = new SupportSet(Layout, ClassCount, memoryLimit);
        foreach (var example in order ?? Enumerable.Range(0, Count))
            support.Add(Vectors[example], Classes[example]);
        return support;
    }

    public int[] Shuffle(int seed)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }
}
