using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.ML.Sav.Tool.Files;

namespace Microsoft.ML.Sav.Tool.Tests.Files;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("model.zip");

    [Fact]
    public void Write_TwoAtTheSameTime_BothSucceedAndTheLastOneWins()
    {
        new OutputFile(Target).Write(first =>
        {
            first.Write("first"u8);
            new OutputFile(Target).Write(second => second.Write("second"u8));
            File.ReadAllText(Target).Should().Be("second");
        });

        File.ReadAllText(Target).Should().Be("first");
        _folder.Files.Should().Equal("model.zip");
    }

    [Fact]
    public void Write_Fails_KeepsTheOldFileAndNoOther()
    {
        File.WriteAllText(Target, "old");

        FluentActions.Invoking(() => new OutputFile(Target).Write(_ => throw new InvalidOperationException())).Should().Throw<InvalidOperationException>();

        File.ReadAllText(Target).Should().Be("old");
        _folder.Files.Should().Equal("model.zip");
    }

    [SkippableTheory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    [UnsupportedOSPlatform("windows")]
    public void Write_ReplacesAFile_KeepsItsPermissions(UnixFileMode mode)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, mode);
        var unfinished = UnixFileMode.None;

        new OutputFile(Target).Write(stream => unfinished = File.GetUnixFileMode(stream.SafeFileHandle));

        new[] { unfinished, File.GetUnixFileMode(Target) }.Should().AllBeEquivalentTo(mode);
        File.ReadAllText(Target).Should().BeEmpty();
    }

    [Fact]
    public void Write_OrphansOfKilledRuns_DeletesTheOldOnes()
    {
        var temporary = "";
        new OutputFile(Target).Write(stream => temporary = stream.Name);
        var (old, young) = (Orphan("old"), Orphan("young"));
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));

        new OutputFile(Target).Write(stream => stream.WriteByte(1));

        _folder.Files.Should().BeEquivalentTo("model.zip", Path.GetFileName(young));

        string Orphan(string name) => _folder.WriteLines(name + Path.GetExtension(temporary));
    }

    [Fact]
    public void Create_Folder_Throws() => Creating(_folder.Path).Should().Throw<IOException>().WithMessage("*is a folder*");

    [Fact]
    public void Create_MissingFolder_Throws() => Creating(_folder.File("none/model.zip")).Should().Throw<DirectoryNotFoundException>();

    [SkippableTheory]
    [InlineData("model.zip")]
    [InlineData("none")]
    public void Create_SymbolicLink_Throws(string target)
    {
        SkipOnWindows();
        _folder.WriteLines("model.zip");
        File.CreateSymbolicLink(_folder.File("link.zip"), target);

        Creating(_folder.File("link.zip")).Should().Throw<IOException>().WithMessage("*link.zip' is a link*");
    }

    [SkippableFact]
    public void Create_DeviceOrPipe_Throws()
    {
        SkipOnWindows();
        using (var mkfifo = Process.Start("mkfifo", [_folder.File("pipe")]))
            mkfifo.WaitForExit();

        Creating("/dev/null").Should().Throw<IOException>().WithMessage("'/dev/null' is a link, device, pipe or socket*");
        Creating(_folder.File("pipe")).Should().Throw<IOException>().WithMessage("*pipe' is a link, device, pipe or socket*");
    }

    [Fact]
    public void CheckReplacesNone_OutputIsNew_DoesNotReadInputs() =>
        new OutputFile(Target).Invoking(file => file.CheckReplacesNone(Unreadable(), Lmm())).Should().NotThrow();

    [Fact]
    public void CheckReplacesNone_EarlierOutput_MayBeReplaced()
    {
        _folder.WriteLines("model.zip");

        new OutputFile(Target).Invoking(file => file.CheckReplacesNone([_folder.WriteLines("rows.jsonl")], Lmm())).Should().NotThrow();
    }

    [SkippableFact]
    public void CheckReplacesNone_InputUnderAnotherName_Throws()
    {
        SkipOnWindows();
        _folder.WriteLines("model.zip");
        Directory.CreateSymbolicLink(_folder.File("elsewhere"), _folder.Path);
        File.CreateSymbolicLink(_folder.File("link.jsonl"), "elsewhere/model.zip");

        new OutputFile(Target).Invoking(file => file.CheckReplacesNone([_folder.File("link.jsonl")], Lmm()))
            .Should().Throw<IOException>().WithMessage("*model.zip' would replace the input '*link.jsonl'*");
    }

    [SkippableTheory]
    [InlineData("tokenizer.json")]
    [InlineData("onnx/model.onnx")]
    [InlineData("../blob")] // Hugging Face's cache: files of the folder are links
    public void CheckReplacesNone_FileOfTheLmm_Throws(string name)
    {
        SkipOnWindows();
        var path = Path.Combine(Lmm(), name);

        new OutputFile(path).Invoking(file => file.CheckReplacesNone([], _folder.File("lmm"))).Should().Throw<IOException>().WithMessage("*is a file of the LMM in*");
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Unreadable()
    {
        yield return "first";
        throw new IOException();
    }

    private static Action Creating(string path) => () => _ = new OutputFile(path);

    private static void SkipOnWindows() => Skip.If(OperatingSystem.IsWindows(), "Links need privileges on Windows, which has neither devices nor pipes as files.");

    private string Lmm()
    {
        _folder.Write("lmm/tokenizer.json", "").Write("lmm/onnx/model.onnx", "").Write("blob", "");
        File.CreateSymbolicLink(_folder.File("lmm/config.json"), "../blob");
        return _folder.File("lmm");
    }
}
