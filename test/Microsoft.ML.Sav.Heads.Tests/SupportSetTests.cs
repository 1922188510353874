namespace Microsoft.ML.Sav.Heads.Tests;

public class SupportSetTests
{
    private static readonly FeatureLayout Layout = FeatureLayout.CreateUniform(layers: 1, heads: 2, headSize: 2);
    private static readonly float[][] Examples = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16], [17, 18, 19, 20]];

    [Theory]
    [InlineData(long.MaxValue)] // all in memory
    [InlineData(32)] // two in memory
    [InlineData(31)] // one in memory
    [InlineData(0)] // all in the file
    public void ReadVectors_AnyMemoryLimit_GivesTheExamplesInOrder(long memoryLimit)
    {
        using var support = CreateSupportSet(memoryLimit);

        var heads = new List<float[]>();
        foreach (var block in support.ReadVectors(blockLength: 2))
        {
            block.Count.Should().BeInRange(1, 2);
            for (var i = 0; i < block.Count; i++)
                heads.Add([.. block.ReadVectors(i, 1..2, new float[2])]);
        }

        heads.Should().BeEquivalentTo(Examples.Select(example => example[2..]), options => options.WithStrictOrdering());
    }

    [Fact]
    public void ReadVectors_MemoryLimit_KeepsExamplesUpToItUnrounded()
    {
        using var support = new SupportSet(FeatureLayout.CreateUniform(1, 1, 2), classCount: 1, memoryLimit: 2 * sizeof(float));
        support.Add([1, 0.0001f], 0);
        support.Add([1, 0.0001f], 0);

        var values = support.ReadVectors(blockLength: 1).Select(block => block.ReadVectors(0, 0..1, new float[2])[1]).ToArray();

        values.Should().HaveCount(2);
        values[0].Should().Be(0.0001f);
        values[1].Should().NotBe(0.0001f).And.BeApproximately(0.0001f, 1e-7f);
    }

    [Fact]
    public void ReadVectors_ManyExamplesInTheFile_ReadsEachBlockFromItsPlace()
    {
        using var support = new SupportSet(FeatureLayout.CreateUniform(1, 1, 1000), classCount: 1, memoryLimit: 0);
        for (var i = 0; i < 50; i++)
            support.Add([.. Enumerable.Repeat((float)i, 1000)], 0);

        // Blocks of 14 kB do not start at page boundaries.
        var blocks = support.ReadVectors(blockLength: 7).Select(block => block.ReadVectors(0, 0..1, new float[1000]).ToArray()).ToArray();

        blocks.Select(block => block.Distinct()).Should().BeEquivalentTo(
            Enumerable.Range(0, 8).Select(number => new[] { 7f * number }), options => options.WithStrictOrdering());
    }

    [Fact]
    public void ComputeClassMeans_VectorsInTheFile_AreExact()
    {
        using var support = new SupportSet(Layout, classCount: 2, memoryLimit: 0);
        support.Add([0.1f, 1e9f, 1e-9f, 3], 1);

        support.ComputeClassMeans().GetMean(1).ToArray().Should().Equal(0.1f, 1e9f, 1e-9f, 3);
    }

    [Fact]
    public void GetClass_SeveralExamples_IsInTheOrderOfAdding()
    {
        using var support = CreateSupportSet(long.MaxValue);

        support.Count.Should().Be(5);
        Enumerable.Range(0, 5).Select(support.GetClass).Should().Equal(0, 1, 0, 1, 0);
        support.CountClassesWithExamples().Should().Be(2);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Add_ClassOutOfRange_ThrowsAndAddsNothing(int classIndex)
    {
        using var support = new SupportSet(Layout, classCount: 2);

        support.Invoking(set => set.Add(Examples[0], classIndex)).Should().Throw<ArgumentOutOfRangeException>();
        support.Count.Should().Be(0);
    }

    [Fact]
    public void Constructor_NegativeMemoryLimit_Throws() =>
        FluentActions.Invoking(() => new SupportSet(Layout, classCount: 2, memoryLimit: -1)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Dispose_VectorsInTheFile_LeavesNoFile()
    {
        var before = ListTemporaryFiles();
        var support = CreateSupportSet(memoryLimit: 0);

        support.Dispose();

        ListTemporaryFiles().Should().BeSubsetOf(before);
    }

    [SkippableFact]
    public void Add_FileOnUnix_HasNoNameThatACrashCouldLeave()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows deletes the file with its last handle.");
        var before = ListTemporaryFiles();

        using var support = CreateSupportSet(memoryLimit: 0);

        ListTemporaryFiles().Should().BeSubsetOf(before);
    }

    private static string[] ListTemporaryFiles() => Directory.GetFiles(Path.GetTempPath(), "sav-*.tmp");

    private static SupportSet CreateSupportSet(long memoryLimit)
    {
        var support = new SupportSet(Layout, classCount: 2, memoryLimit);
        foreach (var (i, example) in Examples.Index())
            support.Add(example, i % 2);
        return support;
    }
}
