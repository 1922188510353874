using Google.Protobuf;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>
/// Writes a model as one file or, if its weights are large, as two: the model and <see cref="WeightsFile"/>. The files are renamed into place
/// when both are complete, the model last.
/// </summary>
internal static class ModelWriter
{
    /// <summary>Size of weights up to which a model is one file, in bytes.</summary>
    public const long MaxInlineWeights = 32 << 20;

    private const int MinExternalLength = 1024; // ONNX Runtime reads shapes and the like before external data
    private const int Alignment = 4096; // so that ONNX Runtime can map weights instead of reading them
    private const int BufferSize = 1 << 20;

    /// <summary>Checks that a model can be written to a path, and returns the full path.</summary>
    /// <param name="path">The file.</param>
    /// <param name="protectedFiles">Files that must not be replaced, under whatever name.</param>
    /// <exception cref="ArgumentException">The path is a folder or a protected file.</exception>
    /// <exception cref="DirectoryNotFoundException">The file's folder does not exist.</exception>
    public static string CheckPath(string path, IEnumerable<string> protectedFiles)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = Path.GetFullPath(path);
        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(file))
            throw new ArgumentException($"Expected the path of a file to write, but '{path}' is a folder.", nameof(path));
        if (!Directory.Exists(Path.GetDirectoryName(file)))
            throw new DirectoryNotFoundException($"There is no folder '{Path.GetDirectoryName(file)}' to write '{file}' to.");
        if (protectedFiles.Select(RealPath.Resolve).Contains(RealPath.Resolve(file), RealPath.Comparer))
            throw new ArgumentException($"'{file}' is a file of the LMM, which an export must not replace.", nameof(path));
        return file;
    }

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model, whose external data have full paths; changed in place.</param>
    /// <param name="path">Full path of the file.</param>
    /// <param name="cancellationToken">Ends writing early; an earlier export stays as it is.</param>
    /// <returns>The written files.</returns>
    /// <exception cref="IOException">The files cannot be written, or the external data cannot be read.</exception>
    public static IReadOnlyList<string> Write(ModelProto model, string path, CancellationToken cancellationToken = default)
    {
        string[] files = [];
        UnfinishedFile.NameInErrors(path, () => files = WriteFiles(model, path, cancellationToken));
        return files;
    }

    private static string[] WriteFiles(ModelProto model, string path, CancellationToken cancellationToken)
    {
        Orphans.Delete(Path.GetDirectoryName(path)!);
        var tensors = model.Graph.AllInitializers().ToList();
        if (tensors.Sum(StoredLength) > MaxInlineWeights)
            return WriteWithWeights(model, tensors, path, cancellationToken);
        ReadExternalData(tensors);
        cancellationToken.ThrowIfCancellationRequested();
        WriteGraph(model, path);
        return [path];
    }

    private static string[] WriteWithWeights(ModelProto model, IReadOnlyList<TensorProto> tensors, string path, CancellationToken cancellationToken)
    {
        using var weights = new UnfinishedFile(path);
        var moved = WriteWeights(tensors, weights.Stream, cancellationToken);
        var weightsPath = WeightsFile.CreatePath(path, weights.Stream);
        foreach (var (tensor, offset, length) in moved)
            new ExternalData(Path.GetFileName(weightsPath), offset, length).ApplyTo(tensor);
        WriteGraph(model, path, weights, weightsPath);
        return [path, weightsPath];
    }

    private static void WriteGraph(ModelProto model, string path, UnfinishedFile? weights = null, string weightsPath = "")
    {
        using var file = new UnfinishedFile(path);
        model.WriteTo(file.Stream);
        var former = WeightsFile.Find(path);
        weights?.Finish(weightsPath);
        file.Finish(path);
        if (former is not null && former != weightsPath)
            Orphans.DeleteIfPossible(new FileInfo(former));
        WeightsFile.DeleteOrphans(path, weightsPath);
    }

    private static long StoredLength(TensorProto tensor) => tensor.IsExternal ? ExternalData.Read(tensor).Length ?? 0 : tensor.RawData.Length;

    private static void ReadExternalData(IEnumerable<TensorProto> tensors)
    {
        foreach (var tensor in tensors.Where(tensor => tensor.IsExternal))
        {
            using var stream = new MemoryStream();
            Copy(ExternalData.Read(tensor), stream, CancellationToken.None);
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(stream.ToArray());
        }
    }

    private static List<(TensorProto Tensor, long Offset, long Length)> WriteWeights(IEnumerable<TensorProto> tensors, FileStream stream, CancellationToken cancellationToken)
    {
        var written = new List<(TensorProto, long, long)>();
        foreach (var tensor in tensors.Where(tensor => tensor.IsExternal || tensor.RawData.Length >= MinExternalLength))
        {
            cancellationToken.ThrowIfCancellationRequested();
            stream.Position = (stream.Length + Alignment - 1) / Alignment * Alignment;
            written.Add((tensor, stream.Position, StoredLength(tensor)));
            if (tensor.IsExternal)
                Copy(ExternalData.Read(tensor), stream, cancellationToken);
            else
                tensor.RawData.WriteTo(stream);
        }
        return written;
    }

    private static void Copy(ExternalData source, Stream destination, CancellationToken cancellationToken)
    {
        using var stream = File.OpenRead(source.Location);
        stream.Position = source.Offset;
        var buffer = new byte[BufferSize];
        for (var left = source.Length!.Value; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new EndOfStreamException($"The weights '{source.Location}' were truncated while they were read.");
            destination.Write(buffer, 0, read);
            left -= read;
        }
    }
}
