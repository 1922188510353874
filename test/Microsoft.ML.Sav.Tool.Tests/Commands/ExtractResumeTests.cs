namespace Microsoft.ML.Sav.Tool.Tests.Commands;

/// <summary>An extraction that was stopped goes on where it was.</summary>
public sealed class ExtractResumeTests : IDisposable
{
    private const int RowCount = 4000;
    private static readonly string Lmm = Repository.Fixture("llama_text");

    private readonly TemporaryFolder _folder = new();
    private readonly string _rows;

    public ExtractResumeTests() => _rows = _folder.WriteRows(
        "rows.jsonl",
        Enumerable.Range(0, RowCount).Select(row => new { question = $"Is {row} even?", label = row % 2 == 0 ? "yes" : "no" }));

    private string Target => _folder.File("heads.safetensors");

    private string Partial => Target + ".partial";

    [Fact]
    public void Extract_KilledAndRunAgain_WritesTheSameBytes()
    {
        SavProcess.Run("extract", "--lmm", Lmm, _rows, "-o", _folder.File("whole.safetensors")).ShouldSucceed();
        using (var killed = StartAndWaitForRows())
            killed.Kill();
        File.Exists(Target).Should().BeFalse();
        // as if the last row had been written in part
        using (var partial = File.OpenWrite(Partial))
            partial.SetLength(partial.Length - 10);

        var resumed = SavProcess.Run("extract", "--lmm", Lmm, _rows, "-o", Target);

        resumed.ShouldSucceed();
        resumed.Error.Should().MatchRegex($"Continuing after [1-9][0-9]* of {RowCount} rows");
        File.ReadAllBytes(Target).Should().Equal(File.ReadAllBytes(_folder.File("whole.safetensors")));
        File.Exists(Partial).Should().BeFalse();
    }

    [Fact]
    public void Extract_PartialFileLongerThanItsRows_StartsAnew()
    {
        using (var killed = StartAndWaitForRows())
            killed.Kill();
        using (var partial = File.OpenWrite(Partial))
            partial.SetLength(100_000_000);

        var again = SavProcess.Run("extract", "--lmm", Lmm, _rows, "-o", Target);

        again.ShouldSucceed();
        again.Error.Should().NotContain("Continuing");
        File.Exists(Partial).Should().BeFalse();
    }

    [Fact]
    public void Extract_KilledAndRunWithOtherPrompt_StartsAnew()
    {
        using (var killed = StartAndWaitForRows())
            killed.Kill();

        var other = SavProcess.Run("extract", "--lmm", Lmm, _rows, "-o", Target, "--prompt", "Well: {text}");

        other.ShouldSucceed();
        other.Error.Should().NotContain("Continuing");
    }

    [SkippableFact]
    public void Extract_CtrlC_ExitsWith130AndLeavesNoOutput()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Ctrl+C is sent with Linux' env and kill.");
        using var interrupted = StartAndWaitForRows();

        interrupted.Interrupt();

        interrupted.ShouldFail("interrupted.", exitCode: 130);
        _folder.Files.Should().BeEquivalentTo("rows.jsonl", Path.GetFileName(Partial));
    }

    [Fact]
    public void Extract_OutputThatIsBeingWritten_IsRefused()
    {
        using var other = new FileStream(Partial, FileMode.Create, FileAccess.Write, FileShare.None);

        SavProcess.Run("extract", "--lmm", Lmm, _rows, "-o", Target).ShouldFail("*heads.safetensors.partial' because it is being used by another process.");
    }

    public void Dispose() => _folder.Dispose();

    private SavProcess StartAndWaitForRows()
    {
        var sav = SavProcess.Start("extract", "--lmm", Lmm, _rows, "-o", Target);
        // beyond header and labels
        sav.WaitFor(_ => new FileInfo(Partial) is { Exists: true, Length: > 40_000 });
        return sav;
    }
}
