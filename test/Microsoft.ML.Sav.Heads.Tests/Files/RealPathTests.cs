using Microsoft.ML.Sav.Heads.Files;

namespace Microsoft.ML.Sav.Heads.Tests.Files;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RealPathTests() => Skip.If(OperatingSystem.IsWindows(), "Links need privileges on Windows.");

    [SkippableTheory]
    [InlineData("file", "file")]
    [InlineData("folder/../file", "file")]
    [InlineData("folder/link", "file")]
    [InlineData("linked/inner", "folder/inner")]
    [InlineData("linked/none/new", "folder/none/new")]
    [InlineData("twice/inner", "folder/inner")]
    public void Resolve_Links_FollowsThemAll(string path, string expected)
    {
        _folder.Write("file", "").Write("folder/inner", "");
        File.CreateSymbolicLink(_folder.File("folder/link"), "../file");
        Directory.CreateSymbolicLink(_folder.File("linked"), _folder.File("folder"));
        Directory.CreateSymbolicLink(_folder.File("twice"), "linked");
        var root = RealPath.Resolve(_folder.Path);

        RealPath.Resolve(_folder.File(path)).Should().Be(Path.Combine(root, expected));
    }

    [SkippableFact]
    public void Resolve_CycleOfLinks_Throws()
    {
        File.CreateSymbolicLink(_folder.File("a"), "b");
        File.CreateSymbolicLink(_folder.File("b"), "a");

        FluentActions.Invoking(() => RealPath.Resolve(_folder.File("a"))).Should().Throw<IOException>();
    }

    [SkippableFact]
    public void Resolve_PathThatNoFileHas_IsKept() => RealPath.Resolve("a\0b").Should().Be("a\0b");

    public void Dispose() => _folder.Dispose();
}
