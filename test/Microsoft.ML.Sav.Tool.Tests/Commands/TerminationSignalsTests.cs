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
        var rows = _folder.WriteRows("rows.jsonl", Enumerable.Range(0, 50_000).Select(row => new { question = $"Is {row} even?" }));
        using var sav = SavProcess.Start("extract", "--lmm", Repository.Fixture("llama_text"), rows, "-o", _folder.File("heads.safetensors"));
        sav.WaitFor(running => running.Error.Contains("Extracting", StringComparison.Ordinal));

        sav.Signal(signal);

        sav.WaitForExit();
        sav.ShouldFail(message, exitCode);
    }

    [SkippableTheory]
    [InlineData("INT", 130, "interrupted.")]
    [InlineData("TERM", 143, "terminated.")]
    public void Signal_WorkThatCannotBeCancelled_EndsAboutASecondLater(string signal, int exitCode, string message)
    {
        using var pipe = new OpenPipe(_folder.File("rows.jsonl"));
        using var sav = SavProcess.Start("fit", "--lmm", Repository.Fixture("llama_text"), pipe.Path, "-o", _folder.File("model.zip"));
        pipe.WaitForReader();
        var clock = Stopwatch.StartNew();

        sav.Signal(signal);

        sav.WaitForExit();
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
        sav.ShouldFail(message, exitCode);
    }

    [SkippableTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void Signal_Second_EndsTheProcessAtOnce(string signal, int exitCode)
    {
        using var pipe = new OpenPipe(_folder.File("rows.jsonl"));
        using var sav = SavProcess.Start("fit", "--lmm", Repository.Fixture("llama_text"), pipe.Path, "-o", _folder.File("model.zip"));
        pipe.WaitForReader();
        sav.Signal(signal);
        Thread.Sleep(300);
        sav.HasExited.Should().BeFalse();

        sav.Signal(signal);

        sav.WaitForExit();
        sav.ExitCode.Should().Be(exitCode);
        sav.Error.Should().BeEmpty("the second signal's default action ended it");
    }

    public void Dispose() => _folder.Dispose();

    // reading a pipe that nobody writes to cannot be cancelled
    private sealed class OpenPipe : IDisposable
    {
        private FileStream? _writer;

        public OpenPipe(string path)
        {
            Path = path;
            using var mkfifo = Process.Start("mkfifo", [path]);
            mkfifo.WaitForExit();
        }

        public string Path { get; }

        // opening returns when the tool opens it
        public void WaitForReader() => _writer = new FileStream(Path, FileMode.Open, FileAccess.Write);

        public void Dispose() => _writer?.Dispose();
    }
}
