using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions;

public sealed class PhysicalCoresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ReadCount_ProcessorsThatShareCores_CountsCores()
    {
        foreach (var (processor, siblings) in new[] { (0, "0,2\n"), (1, "1,3\n"), (2, "0,2\n"), (3, "1,3\n") })
            _folder.Write($"cpu{processor}/topology/thread_siblings_list", siblings);
        _folder.Write("cpufreq/policy", "");

        PhysicalCores.ReadCount(_folder.Path).Should().Be(2);
    }

    [Fact]
    public void ReadCount_EmptyFolder_IsZero() => PhysicalCores.ReadCount(_folder.Path).Should().Be(0);

    [Fact]
    public void ReadCount_NoFolder_IsZero() => PhysicalCores.ReadCount(_folder.File("missing")).Should().Be(0);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Create_ThreadCount_IsTheUsersOrThatOfCores(int threads)
    {
        using var options = SessionOptionsFactory.Create(new LmmOptions { ThreadCount = threads });

        options.IntraOpNumThreads.Should().Be(threads > 0 ? threads : PhysicalCores.Count);
        PhysicalCores.Count.Should().BeInRange(OperatingSystem.IsLinux() ? 1 : 0, Environment.ProcessorCount);
    }

    public void Dispose() => _folder.Dispose();
}
