using Microsoft.ML.Sav.Heads.Files;

namespace Microsoft.ML.Sav.Heads.Tests.Files;

public sealed class OrphansTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Delete_OldTemporaryFilesAndFolders_AreDeleted()
    {
        var file = Orphans.CreateTemporaryPath(_folder.File("model.zip"));
        var folder = Orphans.CreateTemporaryPath(_folder.File("optimized"));
        File.WriteAllText(file, "part");
        _folder.Write(Path.Combine(Path.GetFileName(folder), "weights"), "part");
        Age(file);
        Age(folder);

        Orphans.Delete(_folder.Path);

        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Delete_YoungOrOtherFiles_AreKept()
    {
        _folder.Write("model.zip", "whole").Write("model.tmp", "somebody else's");
        Age(_folder.File("model.zip"));
        Age(_folder.File("model.tmp"));
        File.WriteAllText(Orphans.CreateTemporaryPath(_folder.File("model.zip")), "being written");

        Orphans.Delete(_folder.Path);

        _folder.Files.Should().HaveCount(3);
    }

    [SkippableFact]
    public void Delete_OldLinkToAFolder_KeepsTheFolder()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need privileges on Windows.");
        _folder.Write("folder/file", "");
        var link = Orphans.CreateTemporaryPath(_folder.File("link"));
        Directory.CreateSymbolicLink(link, _folder.File("folder"));
        Directory.SetLastWriteTimeUtc(_folder.File("folder"), DateTime.UtcNow.AddDays(-2));

        Orphans.Delete(_folder.Path);

        File.Exists(_folder.File("folder/file")).Should().BeTrue();
    }

    [Fact]
    public void Delete_NoFolder_DoesNothing() => FluentActions.Invoking(() => Orphans.Delete(_folder.File("none"))).Should().NotThrow();

    public void Dispose() => _folder.Dispose();

    private static void Age(string path) => Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
}
