using System.Diagnostics;
using Microsoft.ML.Sav.Heads.Files;

namespace Microsoft.ML.Sav.Heads.Tests.Files;

public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void OpenRead_File_ReadsIt()
    {
        using var reader = new StreamReader(RegularFile.OpenRead(_folder.WriteLines("file", "abc")));

        reader.ReadLine().Should().Be("abc");
    }

    [Fact]
    public void Check_MissingFile_Throws() => Checking(_folder.File("none")).Should().Throw<FileNotFoundException>();

    [Fact]
    public void Check_EmptyFile_Throws() =>
        Checking(_folder.Write("file", "").File("file")).Should().Throw<IOException>().WithMessage("*file' is empty (0 bytes) or not a regular file.");

    [Fact]
    public void Check_TooLargeFile_NamesTheLimit() =>
        Checking(_folder.Write("file", "abcd").File("file"), maximumLength: 3).Should().Throw<IOException>().WithMessage("*file' has 4 bytes, expected at most 3.");

    [SkippableFact]
    public void Check_LinkToAFile_CountsTheFile()
    {
        SkipOnWindows();
        _folder.Write("file", "abcd");
        File.CreateSymbolicLink(_folder.File("link"), "file");

        Checking(_folder.File("link"), maximumLength: 4).Should().NotThrow();
        Checking(_folder.File("link"), maximumLength: 3).Should().Throw<IOException>();
    }

    [SkippableFact]
    public async Task OpenRead_PipeDeviceOrProcess_ThrowsAtOnce()
    {
        SkipOnWindows();
        using (var mkfifo = Process.Start("mkfifo", [_folder.File("pipe")]))
            await mkfifo.WaitForExitAsync();
        File.CreateSymbolicLink(_folder.File("zero"), "/dev/zero");

        foreach (var path in new[] { _folder.File("pipe"), _folder.File("zero"), "/proc/self/status" })
        {
            var open = () => Task.Run(() => RegularFile.OpenRead(path)).WaitAsync(TimeSpan.FromSeconds(10));
            await open.Should().ThrowAsync<IOException>().WithMessage($"'{path}' is empty (0 bytes) or not a regular file.");
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Action Checking(string path, long maximumLength = long.MaxValue) => () => RegularFile.Check(path, maximumLength);

    private static void SkipOnWindows() => Skip.If(OperatingSystem.IsWindows(), "Links need privileges on Windows, which has neither devices nor pipes as files.");
}
