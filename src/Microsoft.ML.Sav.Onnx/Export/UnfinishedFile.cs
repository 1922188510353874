namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>A file with a temporary name until it is complete. Unless it was finished, disposing deletes it.</summary>
internal sealed class UnfinishedFile : IDisposable
{
    private readonly string _path;
    private readonly string _unfinishedPath;

    public UnfinishedFile(string path)
    {
        _path = path;
        _unfinishedPath = $"{path}.{Guid.NewGuid():N}.tmp";
        Stream = new FileStream(_unfinishedPath, FileMode.CreateNew, FileAccess.Write);
    }

    public FileStream Stream { get; }

    /// <summary>Renames the file into place and replaces an existing one.</summary>
    public void Finish()
    {
        Stream.Dispose();
        File.Move(_unfinishedPath, _path, overwrite: true);
    }

    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(_unfinishedPath);
    }
}
