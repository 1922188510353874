namespace Microsoft.ML.Sav.Tool.Tests.Output;

/// <summary>Standard output and error as shells redirect them.</summary>
public sealed class StandardStreamsTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private const int RowCount = 3000;

    private static readonly string Photo = Repository.Fixture("images", "photo.jpg");

    private readonly TemporaryFolder _folder = new();

    [SkippableTheory]
    [InlineData("head -n 1")]
    [InlineData("head -c 1", "--json")]
    public void Output_ReaderEnds_EndsTheCommandQuietly(string reader, params string[] options)
    {
        RequireLinux();
        var rows = _folder.WriteRows("rows.jsonl", Enumerable.Repeat(new { image = Photo }, RowCount));

        var sav = SavProcess.RunScript($"sav predict \"$@\" | {reader} > /dev/null; exit ${{PIPESTATUS[0]}}", [model.File, rows, .. options]);

        sav.ExitCode.Should().Be(141);
        sav.Error.Should().BeEmpty();
    }

    [SkippableTheory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    [InlineData("<&- 2>&-")]
    public void Error_CannotBeWritten_DoesNotAbort(string redirection)
    {
        RequireLinux();

        SavProcess.RunScript($"sav inspect \"$@\" {redirection}", _folder.File("none")).ExitCode.Should().Be(1);
        var sav = SavProcess.RunScript($"sav predict \"$@\" {redirection}", model.File, Photo);
        sav.ExitCode.Should().Be(0);
        sav.Output.Should().StartWith(Photo + "\t");
    }

    [SkippableTheory]
    [InlineData(">&-", "Standard output is closed.")]
    [InlineData("<&- >&-", "Standard output is closed.")]
    [InlineData(">/dev/full", "No space left on device*")]
    public void Output_CannotBeWritten_Fails(string redirection, string message)
    {
        RequireLinux();

        SavProcess.RunScript($"sav predict \"$@\" {redirection}", model.File, Photo).ShouldFail(message);
    }

    [SkippableFact]
    public void Output_FileThatOthersWriteToo_IsAppendedTo()
    {
        RequireLinux();
        var file = _folder.File("out.txt");

        SavProcess.RunScript("(sav predict \"$2\" \"$3\"; echo between; sav predict \"$2\" \"$3\") > \"$1\"", file, model.File, Photo).ShouldSucceed();

        File.ReadLines(file).Should().SatisfyRespectively(
            line => line.Should().StartWith(Photo),
            line => line.Should().Be("between"),
            line => line.Should().StartWith(Photo));
    }

    public void Dispose() => _folder.Dispose();

    private static void RequireLinux() => Skip.IfNot(OperatingSystem.IsLinux(), "Runs Bash with /dev/full.");
}
