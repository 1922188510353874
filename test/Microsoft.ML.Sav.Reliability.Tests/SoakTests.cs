using Microsoft.ML.Sav.Reliability.Soaking;

namespace Microsoft.ML.Sav.Reliability.Tests;

/// <summary>The short form of the soak: docs/testing.md has the long one.</summary>
public class SoakTests
{
    [Fact]
    public void Run_64Threads_EveryScoreIsThatOfOneThread()
    {
        var report = SoakRun.Run(threads: 64, TimeSpan.FromSeconds(8), seed: 1);

        report.Errors.Should().BeEmpty();
        report.Counts.Should().ContainKeys("predictions", "trainings cancelled", "models loaded and disposed of");
    }
}
