using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Tool.Tests;

public sealed partial class TelemetryTests : IDisposable
{
    // ONNX Runtime's telemetry stores a device id in the home folder, and sends events to Microsoft.
    private const string Trace =
        """
        mkdir "$2/tmp"; HOME="$2" TMPDIR="$2/tmp" XDG_CACHE_HOME= XDG_DATA_HOME= \
        env -u ORT_DISABLE_TELEMETRY strace -f -qq -e trace=socket,openat,creat,mkdir,rename -o "$3" dotnet "$assembly" inspect "$1"
        """;

    private readonly TemporaryFolder _home = new();

    [SkippableFact]
    public void Inspect_Model_StoresNoDeviceIdAndOpensNoConnection()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/strace"), "strace is not installed.");
        var trace = _home.File("trace");

        SavProcess.RunScript(Trace, Repository.Fixture("llava"), _home.Path, trace).ShouldSucceed();

        var calls = File.ReadAllText(trace);
        calls.Should().NotContain("AF_INET");
        Directory.Exists(_home.File(".cache")).Should().BeFalse();
        string[] written = [.. WrittenPath().Matches(calls).Select(match => match.Groups[1].Value)];
        written.Should().Contain(path => path.StartsWith(_home.File(".local/share/Microsoft.ML.Sav/hashes/"), StringComparison.Ordinal), "hashes are kept there");
        written.Where(path => !path.StartsWith(_home.File("tmp/"), StringComparison.Ordinal) && !path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/proc/self/", StringComparison.Ordinal))
            .Should().OnlyContain(path => path.StartsWith(_home.File(".local/share/Microsoft.ML.Sav"), StringComparison.Ordinal));
    }

    public void Dispose() => _home.Dispose();

    [GeneratedRegex("""openat\(AT_FDCWD, "([^"]+)", [^)]*(?:O_WRONLY|O_RDWR|O_CREAT)[^)]*\) = \d""")]
    private static partial Regex WrittenPath();
}
