using System.Diagnostics;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Lmm.Caching;

namespace Microsoft.ML.Sav.Lmm.Tests.Caching;

public sealed class VectorFilesTests : IDisposable
{
    private const string Key = "0123456789abcdef";
    private static readonly float[] Vectors = [1, -2.5f, 1e-30f, float.MaxValue];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly VectorFiles _files;

    public VectorFilesTests() => _files = new VectorFiles(_folder);

    [Fact]
    public void Read_WrittenFile_GivesTheSameValues()
    {
        _files.Write(Key, Vectors);

        new VectorFiles(_folder).Read(Key, 4).Should().Equal(Vectors);
    }

    [Fact]
    public void Read_NoFile_IsNull() => _files.Read(Key, 4).Should().BeNull();

    [Fact]
    public void Read_OtherLength_IsNull()
    {
        _files.Write(Key, Vectors);

        _files.Read(Key, 5).Should().BeNull();
    }

    [Fact]
    public void Read_TruncatedFile_IsNullUntilItIsWrittenAgain()
    {
        _files.Write(Key, Vectors);
        File.WriteAllBytes(OnlyFile(), File.ReadAllBytes(OnlyFile())[..^1]);
        _files.Read(Key, 4).Should().BeNull();

        _files.Write(Key, Vectors);

        _files.Read(Key, 4).Should().Equal(Vectors);
    }

    [Fact]
    public void Read_DamagedContent_IsNull()
    {
        _files.Write(Key, Vectors);
        var bytes = File.ReadAllBytes(OnlyFile());
        bytes[^1] ^= 1;
        File.WriteAllBytes(OnlyFile(), bytes);

        _files.Read(Key, 4).Should().BeNull();
    }

    [SkippableFact]
    public async Task Read_PipeInsteadOfAFile_IsNullAtOnce()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no pipes as files.");
        _files.Write(Key, Vectors);
        var path = OnlyFile();
        File.Delete(path);
        using (var mkfifo = Process.Start("mkfifo", [path]))
            await mkfifo.WaitForExitAsync();

        var read = await Task.Run(() => _files.Read(Key, 4)).WaitAsync(TimeSpan.FromSeconds(10));

        read.Should().BeNull();
    }

    [Fact]
    public void Constructor_TemporaryFilesOfKilledProcesses_AreDeletedWhenOld()
    {
        var temporary = Orphans.CreateTemporaryPath(Path.Combine(_folder, Key));
        File.WriteAllText(temporary, "part");
        File.SetLastWriteTimeUtc(temporary, DateTime.UtcNow.AddDays(-2));

        _ = new VectorFiles(_folder);

        Directory.GetFiles(_folder).Should().BeEmpty();
    }

    [Fact]
    public void Write_ManyAtOnce_LeavesOneWholeFile()
    {
        Parallel.For(0, 50, _ => new VectorFiles(_folder).Write(Key, Vectors));

        OnlyFile();
        _files.Read(Key, 4).Should().Equal(Vectors);
    }

    [Fact]
    public void Write_FolderCannotBeWrittenTo_DoesNothing()
    {
        File.WriteAllText(Path.Combine(_folder, Key[..2]), "a file where a folder should be");

        _files.Write(Key, Vectors);

        _files.Read(Key, 4).Should().BeNull();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string OnlyFile() => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Should().ContainSingle().Subject;
}
