using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Tool.Tests;

/// <summary>Assertions on the tool's exit code and output.</summary>
internal static class SavProcessAssertions
{
    /// <summary>Asserts that the tool failed with nothing on standard output and one plain line at the end of standard error.</summary>
    public static void ShouldFail(this SavProcess sav, string message, int exitCode = 1)
    {
        var lines = sav.Error.TrimEnd().Split('\n').Where(line => !Regex.IsMatch(line, @"^\w+: +\d+%$"));
        lines.Should().ContainSingle().Which.Should().Match($"sav: {message}");
        sav.Output.Should().BeEmpty();
        sav.ExitCode.Should().Be(exitCode);
    }

    public static void ShouldSucceed(this SavProcess sav) => sav.ExitCode.Should().Be(0, sav.Error);
}
