using System.Diagnostics;

namespace Microsoft.ML.Sav.Images.Tests;

public sealed class ImageFileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("sav-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ReadAllBytes_MissingFile_ThrowsWithItsPath()
    {
        var path = Path.Combine(_folder, "missing.png");

        Reading(path).Should().Throw<FileNotFoundException>().Which.FileName.Should().Be(path);
    }

    [Fact]
    public void ReadAllBytes_PathThatNoFileHas_ThrowsWithIt() => Reading("a\0b.png").Should().Throw<FileNotFoundException>().Which.FileName.Should().Be("a\0b.png");

    [Fact]
    public void ReadAllBytes_Folder_Throws() => Reading(_folder).Should().Throw<InvalidImageException>().Which.ImageName.Should().Be(_folder);

    [Fact]
    public void ReadAllBytes_EmptyFile_Throws() =>
        Reading(CreateFile("empty.jpg", 0)).Should().Throw<InvalidImageException>().WithMessage("*empty (0 bytes)*");

    [Fact]
    public void ReadAllBytes_TooLargeFile_ThrowsWithoutReading()
    {
        var path = CreateFile("large.jpg", ImageFile.MaximumBytes + 1); // sparse

        var before = GC.GetAllocatedBytesForCurrentThread();
        Reading(path).Should().Throw<InvalidImageException>().WithMessage($"*{ImageFile.MaximumBytes + 1}*");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10_000_000);
    }

    [Fact]
    public void ReadAllBytes_SymbolicLinkToAFile_ReadsTheFile()
    {
        var path = CreateFile("file.bin", 12_345);
        File.CreateSymbolicLink(Path.Combine(_folder, "first"), path);
        File.CreateSymbolicLink(Path.Combine(_folder, "second"), Path.Combine(_folder, "first"));

        ImageFile.ReadAllBytes(Path.Combine(_folder, "second")).Should().HaveCount(12_345);
    }

    [Fact]
    public void ReadAllBytes_SymbolicLinkToATooLargeFile_Throws()
    {
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, CreateFile("large.jpg", ImageFile.MaximumBytes + 1));

        Reading(link).Should().Throw<InvalidImageException>();
    }

    [SkippableTheory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/stdin")]
    [InlineData("/proc/self/maps")]
    [InlineData("/proc/kmsg")]
    public async Task ReadAllBytes_SpecialFile_ThrowsAtOnce(string path)
    {
        Skip.IfNot(File.Exists(path), $"There is no {path}.");

        var reading = async () => await Task.Run(() => ImageFile.ReadAllBytes(path)).WaitAsync(Patience);

        await reading.Should().ThrowAsync<InvalidImageException>();
    }

    [SkippableFact]
    public async Task ReadAllBytes_Pipe_ThrowsAtOnce()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        var pipe = Path.Combine(_folder, "pipe");
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
            await mkfifo.WaitForExitAsync();
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), pipe);

        foreach (var path in new[] { pipe, Path.Combine(_folder, "link") })
        {
            var reading = async () => await Task.Run(() => ImageFile.ReadAllBytes(path)).WaitAsync(Patience);
            await reading.Should().ThrowAsync<InvalidImageException>();
        }
    }

    private static Func<byte[]> Reading(string path) => () => ImageFile.ReadAllBytes(path);

    private string CreateFile(string name, long length)
    {
        var path = Path.Combine(_folder, name);
        using var file = File.Create(path);
        file.SetLength(length);
        return path;
    }
}
