namespace Microsoft.ML.Sav.Testing;

/// <summary>A folder that is deleted at the end of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sav-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public TemporaryFolder Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
        return this;
    }

    /// <summary>Copies a file of a fixture.</summary>
    public TemporaryFolder Copy(string fixture, string name, string? newName = null)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(newName ?? name))!);
        System.IO.File.Copy(Repository.Fixture(fixture, name), File(newName ?? name));
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
