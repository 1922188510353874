using Microsoft.ML.Sav.Lmm.Fingerprints;

namespace Microsoft.ML.Sav.Lmm.Tests.Fingerprints;

/// <summary>Hashes are cached, and never those of another content.</summary>
public sealed class FileHashesTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();
    private readonly LaterClock _clock = new() { Offset = TimeSpan.FromHours(1) };

    [Fact]
    public void Compute_KnownContent_IsItsSha256() =>
        Hash(Write("weights", "abc")).Should().Be("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    [Fact]
    public void Compute_UnchangedFile_IsReadOnce()
    {
        var path = Write("weights", "abc");
        var hash = Hash(path);

        CacheEntries().Should().ContainSingle().Which.Should().Be(hash);
        File.WriteAllText(CachePaths().Single(), new string('0', 64));
        Hash(path).Should().Be(new string('0', 64), "it comes from the cache");
    }

    [Fact]
    public void Compute_SameLengthAndOldTime_IsNotThatOfTheFormerContent()
    {
        var path = Write("weights", "abc");
        var hash = Hash(path);

        Write("weights", "abd");

        Hash(path).Should().NotBe(hash);
    }

    [Fact]
    public void Compute_FileReplacedByOneOfTheSameLengthAndTime_IsNotThatOfTheFormerContent()
    {
        var path = Write("weights", "abc");
        var hash = Hash(path);

        File.Move(Write("other", "abd"), path, overwrite: true);

        Hash(path).Should().NotBe(hash);
    }

    [SkippableFact]
    public void Compute_LinkToAnotherFileOfTheSameLengthAndTime_IsThatOfTheOtherContent()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege there.");
        Write("blob-1", "abc");
        var hash = Hash(Write("blob-2", "abd"));
        var link = _folder.File("weights");
        File.CreateSymbolicLink(link, "blob-1");
        Hash(link).Should().NotBe(hash);

        File.Delete(link);
        File.CreateSymbolicLink(link, "blob-2");

        Hash(link).Should().Be(hash);
    }

    [SkippableFact]
    public void Compute_LinkedContentRewritten_IsNotThatOfTheFormerContent()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege there.");
        Write("blob", "abc");
        var link = _folder.File("weights");
        File.CreateSymbolicLink(link, "blob");
        var hash = Hash(link);

        Write("blob", "abd");

        Hash(link).Should().NotBe(hash);
    }

    [Fact]
    public void Compute_FileThatChangedJustNow_IsNotCached()
    {
        _clock.Offset = TimeSpan.Zero;

        Hash(Write("weights", "abc"));

        CachePaths().Should().BeEmpty("a change within the clock's resolution would not be noticed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("not a hash")]
    public void Compute_DamagedCacheEntry_IsComputedAgain(string damage)
    {
        var path = Write("weights", "abc");
        var hash = Hash(path);
        File.WriteAllText(CachePaths().Single(), damage);

        Hash(path).Should().Be(hash);
        CacheEntries().Should().Equal(hash);
    }

    [Fact]
    public void Compute_CacheThatCannotBeWritten_StillHashes()
    {
        File.WriteAllText(_folder.File("cache"), "a file, not a folder");

        Hash(Write("weights", "abc")).Should().HaveLength(64);
    }

    [SkippableFact]
    public void Compute_Device_Throws()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such files.");
        File.CreateSymbolicLink(_folder.File("weights"), "/dev/zero");

        FluentActions.Invoking(() => Hash(_folder.File("weights"))).Should().Throw<IOException>().WithMessage("*weights*regular*");
    }

    [Fact]
    public void Compute_MissingFile_Throws() =>
        FluentActions.Invoking(() => Hash(_folder.File("none"))).Should().Throw<FileNotFoundException>();

    public void Dispose() => _folder.Dispose();

    private string Hash(string path) => FileHashes.Compute(path, new FileFacts(_folder.File("cache"), _clock));

    private string Write(string name, string content)
    {
        _folder.Write(name, content);
        File.SetLastWriteTimeUtc(_folder.File(name), LongAgo);
        return _folder.File(name);
    }

    private string[] CachePaths() => Directory.Exists(_folder.File("cache")) ? Directory.GetFiles(_folder.File("cache")) : [];

    private IEnumerable<string> CacheEntries() => CachePaths().Select(File.ReadAllText);

    private sealed class LaterClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Offset;
    }
}
