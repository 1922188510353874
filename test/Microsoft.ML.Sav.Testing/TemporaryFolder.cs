using System.Text.Json;

namespace Microsoft.ML.Sav.Testing;

/// <summary>A folder that is deleted at the end of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sav-").FullName;

    /// <summary>Names of the files in it.</summary>
    public IEnumerable<string> Files => Directory.GetFiles(Path).Select(path => System.IO.Path.GetFileName(path));

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

    /// <summary>Writes lines and returns the file's path.</summary>
    public string WriteLines(string name, params IEnumerable<string> lines)
    {
        System.IO.File.WriteAllLines(File(name), lines);
        return File(name);
    }

    /// <summary>Writes objects as JSON lines and returns the file's path.</summary>
    public string WriteRows(string name, params IEnumerable<object> rows) => WriteLines(name, rows.Select(row => JsonSerializer.Serialize(row)));

    /// <summary>Copies a folder and returns the path of the copy.</summary>
    public string CopyFolder(string source, string name)
    {
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(File(name), System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
