using System.Diagnostics;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class TerminationSignalsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TerminationSignalsTests() => Skip.IfNot(OperatingSystem.IsLinux(), "Signals are sent with Linux' env and kill.");

    [SkippableTheory]
    [InlineData("INT", 130, "interrupted.")]
    [InlineData("TERM", 143, "terminated.")]
    public void Signal_First_CancelsTheCommand(string signal, int exitCode, string message)
    {
        var rows = _folder.WriteRows("rows.jsonl", Enumerable.Range(0, 5000).Select(row => new { question = $"Is {row} even?" }));
        using var sav = SavProcess.Start("extract", Repository.Fixture("llama_text"), rows, "-o", _folder.File("heads.safetensors"));
        sav.WaitFor(running => running.Error.Contains("Extracting", StringComparison.Ordinal));

        sav.Signal(signal);

        sav.WaitForExit();
        sav.ShouldFail(message, exitCode);
    }

    [SkippableTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void Signal_Second_EndsTheProcessAtOnce(string signal, int exitCode)
    {
        // reading a pipe that nobody writes to cannot be cancelled
        var pipe = _folder.File("rows.jsonl");
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
            mkfifo.WaitForExit();
        using var sav = SavProcess.Start("fit", Repository.Fixture("llama_text"), pipe, "-o", _folder.File("model.zip"));
        using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write); // opens when the tool does
        sav.Signal(signal);
        Thread.Sleep(500);
        sav.HasExited.Should().BeFalse();
        var clock = Stopwatch.StartNew();

        sav.Signal(signal);

        sav.WaitForExit();
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
        sav.ExitCode.Should().Be(exitCode);
    }

    public void Dispose() => _folder.Dispose();
}
