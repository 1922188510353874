namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>A file that has another name until it is complete. Disposing of one that was not finished deletes it.</summary>
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

    /// <summary>Gives the file its name, in the place of one that has it.</summary>
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
