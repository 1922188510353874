namespace Microsoft.ML.Sav.Tool.Tests;

public sealed class TelemetryTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    // ONNX Runtime's telemetry stores a device id in the home folder, and sends events to Microsoft.
    [SkippableFact]
    public void Inspect_Model_StoresNoDeviceIdAndOpensNoConnection()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/strace"), "strace is not installed.");
        const string Trace = """HOME="$2" XDG_CACHE_HOME= env -u ORT_DISABLE_TELEMETRY strace -f -qq -e trace=socket -o "$3" dotnet "$assembly" inspect "$1" """;
        var trace = _home.File("trace");

        SavProcess.RunScript(Trace, Repository.Fixture("llava"), _home.Path, trace).ShouldSucceed();

        File.ReadAllText(trace).Should().NotContain("AF_INET");
        Directory.Exists(_home.File(".cache")).Should().BeFalse();
    }

    public void Dispose() => _home.Dispose();
}
