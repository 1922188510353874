namespace Microsoft.ML.Sav.Reliability.Fuzzing.Running;

/// <summary>A folder for cases inside folders that must stay as they are, so that a path that leads out is noticed.</summary>
internal sealed class Sandbox
{
    private static readonly string[] Outside = [Path.Combine(Path.GetTempPath(), "sav-fuzz-escaped"), "/tmp/sav-fuzz-escaped"];
    private readonly string _root;

    /// <param name="root">An empty folder.</param>
    public Sandbox(string root)
    {
        _root = root;
        Folder = Path.Combine(root, "a", "b", "case");
        Directory.CreateDirectory(Folder);
        Directory.SetCurrentDirectory(Folder);
    }

    /// <summary>The folder for cases.</summary>
    public string Folder { get; }

    /// <summary>Deletes what was written outside of <see cref="Folder"/>, and returns its path; <see langword="null"/> if nothing was.</summary>
    public string? FindEscaped()
    {
        var escaped = Entries(_root, "a").Concat(Entries(Path.Combine(_root, "a"), "b")).Concat(Entries(Path.Combine(_root, "a", "b"), "case"))
            .Concat(Outside.Where(File.Exists)).FirstOrDefault();
        if (escaped is not null)
            File.Delete(escaped);
        return escaped;
    }

    private static IEnumerable<string> Entries(string folder, string expected) =>
        Directory.EnumerateFileSystemEntries(folder).Where(entry => Path.GetFileName(entry) != expected);
}
