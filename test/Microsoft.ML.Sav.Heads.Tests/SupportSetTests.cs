namespace Microsoft.ML.Sav.Heads.Tests;

public class SupportSetTests
{
    private static readonly HeadLayout Layout = HeadLayout.Uniform(layers: 1, heads: 2, headSize: 2);
    private static readonly float[][] Examples = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16], [17, 18, 19, 20]];

    [Theory]
    [InlineData(long.MaxValue)] // all in memory
    [InlineData(32)] // two in memory
    [InlineData(0)] // all in the file
    public void VectorBlocks_AnyMemoryLimit_GiveTheExamplesInOrder(long memoryLimit)
    {
        using var support = Support(memoryLimit);

        var heads = new List<float[]>();
        foreach (var block in support.VectorBlocks(length: 2))
        {
            for (var i = 0; i < block.Count; i++)
                heads.Add([.. block.Vectors(i, 1..2, new float[2])]);
        }

        heads.Should().BeEquivalentTo(Examples.Select(example => example[2..]), options => options.WithStrictOrdering());
    }

    [Fact]
    public void VectorBlocks_ManyExamplesInTheFile_ReadsEachBlockFromItsPlace()
    {
        using var support = new SupportSet(HeadLayout.Uniform(1, 1, 1000), classCount: 1, memoryLimit: 0);
        for (var i = 0; i < 50; i++)
            support.Add([.. Enumerable.Repeat((float)i, 1000)], 0);

        // blocks of 14 kB start off the pages' boundaries
        foreach (var (number, block) in support.VectorBlocks(length: 7).Index())
        {
            block.Vectors(0, 0..1, new float[1000]).Should().OnlyContain(value => value == 7 * number);
        }
    }

    [Fact]
    public void ComputeClassMeans_VectorsInTheFile_AreExact()
    {
        using var support = new SupportSet(Layout, classCount: 2, memoryLimit: 0);
        support.Add([0.1f, 1e9f, 1e-9f, 3], 1);

        support.ComputeClassMeans().Of(1).ToArray().Should().Equal(0.1f, 1e9f, 1e-9f, 3);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Add_ClassOutOfRange_Throws(int classIndex) =>
        new SupportSet(Layout, classCount: 2).Invoking(support => support.Add(Examples[0], classIndex))
            .Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Add_VectorsOfAnotherLength_NamesBothLengths() =>
        new SupportSet(Layout, classCount: 2).Invoking(support => support.Add([1, 2, 3], 0))
            .Should().Throw<ArgumentException>().WithMessage("*4 floats*found 3*");

    [Fact]
    public void Dispose_VectorsInTheFile_LeavesNoFile()
    {
        var before = TemporaryFiles();
        var support = Support(memoryLimit: 0);

        support.Dispose();

        TemporaryFiles().Should().BeSubsetOf(before);
    }

    [SkippableFact]
    public void Add_FileOnUnix_HasNoNameThatACrashCouldLeave()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows deletes the file with its last handle.");
        var before = TemporaryFiles();

        using var support = Support(memoryLimit: 0);

        TemporaryFiles().Should().BeSubsetOf(before);
    }

    private static string[] TemporaryFiles() => Directory.GetFiles(Path.GetTempPath(), "sav-*.tmp");

    private static SupportSet Support(long memoryLimit)
    {
        var support = new SupportSet(Layout, classCount: 2, memoryLimit);
        foreach (var (i, example) in Examples.Index())
            support.Add(example, i % 2);
        return support;
    }
}
