using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Tests;

/// <summary>A folder for one test's files.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("sav-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    /// <summary>Names of the files in it.</summary>
    public IEnumerable<string> Files => Directory.GetFiles(_path).Select(path => Path.GetFileName(path));

    /// <summary>Writes lines and returns the file's path.</summary>
    public string Write(string name, params IEnumerable<string> lines)
    {
        File.WriteAllLines(this[name], lines);
        return this[name];
    }

    /// <summary>Writes objects as JSON lines and returns the file's path.</summary>
    public string WriteRows(string name, params IEnumerable<object> rows) => Write(name, rows.Select(row => JsonSerializer.Serialize(row)));

    /// <summary>Copies a folder.</summary>
    public string Copy(string source, string name)
    {
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(this[name], Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return this[name];
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
